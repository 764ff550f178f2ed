/** The framework's own DocTypes. */
import { type DocType, doctype } from '../doctype.ts'

export const CORE_DOCTYPES: DocType[] = [
  doctype({
    name: 'User',
    module: 'Core',
    autoname: 'field:email',
    title: 'full_name',
    search: 'full_name',
    permissions: { 'System Manager': 'RWCD', 'System Manager:1': 'RW', All: 'R' },
    fields: `
      email* : Data : Email : unique
      first_name* : Data
      last_name : Data
      full_name : Data : : ro
      enabled : Check : : default=1
      user_type : Data : : default=System User
      time_zone : Data
      api_key : Data : : level=1
      api_secret : Password : : level=1
      roles : Table : Has Role
    `,
  }),
  doctype({ name: 'Has Role', module: 'Core', kind: 'table', fields: 'role : Link : Role' }),
  doctype({
    name: 'Role',
    module: 'Core',
    autoname: 'field:role_name',
    fields: `
      role_name* : Data : : unique
      desk_access : Check : : default=1
      disabled : Check
    `,
  }),
  doctype({
    name: 'OAuth Bearer Token',
    module: 'Integrations',
    autoname: 'field:access_token',
    fields: `
      access_token : Data
      user : Link : User
      status : Select : Active|Revoked
    `,
  }),
  doctype({
    name: 'Module Def',
    module: 'Core',
    autoname: 'field:module_name',
    fields: 'module_name : Data',
  }),
  doctype({
    name: 'System Settings',
    module: 'Core',
    kind: 'single',
    fields: `
      time_zone : Data
      language : Link : Language
      country : Link : Country
      setup_complete : Check
      allow_error_traceback : Check : : default=1
    `,
  }),
  doctype({
    name: 'DocType',
    module: 'Core',
    autoname: 'Prompt',
    permissions: { 'System Manager': 'RWCD', Administrator: 'RWCD' },
    fields: `
      module* : Link : Module Def
      custom : Check
      istable : Check
      issingle : Check
      is_submittable : Check
      track_changes : Check
      autoname : Data
      naming_rule : Data
      title_field : Data
      search_fields : Data
      description : Small Text
      fields : Table : DocField
      permissions : Table : DocPerm
    `,
  }),
  doctype({
    name: 'DocField',
    module: 'Core',
    kind: 'table',
    fields: `
      fieldname : Data
      label : Data
      fieldtype* : Data : : default=Data
      options : Small Text
      reqd : Check
      default : Small Text
      unique : Check
      read_only : Check
      set_only_once : Check
      allow_on_submit : Check
      no_copy : Check
      non_negative : Check
      in_list_view : Check
      in_standard_filter : Check
      permlevel : Int
      fetch_from : Small Text
      description : Small Text
    `,
  }),
  doctype({
    name: 'DocPerm',
    module: 'Core',
    kind: 'table',
    fields: `
      role* : Link : Role
      permlevel : Int
      read : Check : : default=1
      write : Check : : default=1
      create : Check : : default=1
      delete : Check : : default=1
      submit : Check
      cancel : Check
      amend : Check
      report : Check : : default=1
      export : Check : : default=1
      share : Check : : default=1
      print : Check : : default=1
      email : Check : : default=1
    `,
  }),
  doctype({
    name: 'Custom Field',
    module: 'Custom',
    autoname: '',
    fields: `
      dt* : Link : DocType : label=DocType
      label : Data
      fieldname : Data : : once
      fieldtype* : Data : : default=Data
      insert_after : Data
      options : Small Text
      default : Text
      reqd : Check
      unique : Check
      read_only : Check
      no_copy : Check
      non_negative : Check
      in_list_view : Check
      permlevel : Int
      fetch_from : Small Text
      description : Text
    `,
  }),
  doctype({
    name: 'Webhook',
    module: 'Integrations',
    autoname: 'Prompt',
    fields: `
      webhook_doctype* : Link : DocType : once
      webhook_docevent : Select : after_insert|on_update|on_submit|on_cancel|on_trash|on_update_after_submit|on_change : once
      enabled : Check : : default=1
      condition : Small Text
      request_url* : Small Text
      request_method* : Select : POST|PUT|DELETE : default=POST
      request_structure : Select : |Form URL-Encoded|JSON
      timeout : Int : : default=5
      is_dynamic_url : Check
      enable_security : Check
      webhook_secret : Password
      webhook_headers : Table : Webhook Header
      webhook_data : Table : Webhook Data
      webhook_json : Code
      background_jobs_queue : Data
    `,
  }),
  doctype({
    name: 'Webhook Header',
    module: 'Integrations',
    kind: 'table',
    fields: `
      key : Small Text
      value : Small Text
    `,
  }),
  doctype({
    name: 'Webhook Data',
    module: 'Integrations',
    kind: 'table',
    fields: `
      fieldname* : Data
      key* : Data
    `,
  }),
  doctype({
    name: 'Webhook Request Log',
    module: 'Integrations',
    fields: `
      webhook : Link : Webhook
      reference_doctype : Data
      reference_document : Data
      url : Text
      headers : Code
      data : Code
      response : Code
      error : Text
    `,
  }),
  doctype({
    name: 'Comment',
    module: 'Core',
    title: 'comment_type',
    permissions: { 'System Manager': 'RWCD' },
    fields: `
      comment_type* : Select : Comment|Like|Info|Label|Workflow|Created|Submitted|Cancelled|Updated|Deleted|Assigned|Assignment Completed|Attachment|Attachment Removed|Shared|Unshared|Relinked|Edited : default=Comment
      comment_email : Data
      comment_by : Data
      reference_doctype : Link : DocType
      reference_name : Dynamic Link : reference_doctype
      content : HTML Editor
    `,
  }),
  doctype({
    name: 'File',
    module: 'Core',
    title: 'file_name',
    permissions: { All: 'RWCD', 'System Manager': 'RWCD' },
    fields: `
      file_name : Data
      is_private : Check
      file_url : Code
      file_size : Int
      folder : Link : File
      is_folder : Check
      attached_to_doctype : Link : DocType
      attached_to_name : Data
      attached_to_field : Data
      content_hash : Data
    `,
  }),
  doctype({
    name: 'Deleted Document',
    module: 'Core',
    fields: `
      deleted_doctype : Data
      deleted_name : Data
      new_name : Read Only
      data : Code
      restored : Check
    `,
  }),
  doctype({
    name: 'Report',
    module: 'Core',
    autoname: 'field:report_name',
    permissions: { 'System Manager': 'RWCD', All: 'R' },
    fields: `
      report_name* : Data : : unique
      ref_doctype* : Link : DocType
      report_type* : Select : Report Builder|Query Report|Script Report|Custom Report
      is_standard : Select : No|Yes
    `,
  }),
]
