-- Payments of an invoice, which Stripe doesn't list by customer.
create index objects_invoice on stripe.objects ((body->>'invoice')) where type = 'invoice_payment';
