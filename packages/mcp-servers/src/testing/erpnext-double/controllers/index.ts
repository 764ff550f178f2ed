/** Which controller is whose. */
import type { Controllers } from '../controller.ts'
import { addressController, contactController } from './contact-and-address.ts'
import { customerController } from './customer.ts'
import { customFieldController, doctypeController, webhookController } from './customizing.ts'
import { leadController } from './lead.ts'
import { NOTE_METHODS } from './notes.ts'
import { opportunityController } from './opportunity.ts'
import { quotationController } from './quotation.ts'
import { communicationController, taskController, todoController, userController } from './work.ts'

export const CONTROLLERS: Controllers = {
  Address: addressController,
  Communication: communicationController,
  Contact: contactController,
  Customer: customerController,
  'Custom Field': customFieldController,
  DocType: doctypeController,
  Lead: leadController,
  Opportunity: opportunityController,
  Prospect: { methods: NOTE_METHODS },
  Quotation: quotationController,
  Task: taskController,
  ToDo: todoController,
  User: userController,
  Webhook: webhookController,
}
