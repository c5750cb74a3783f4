using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes the email that Stripe sends invoices and receipts of a customer to.</summary>
public sealed class UpdateCustomerEmail : CustomerOperation<UpdateCustomerEmail.Input>
{
    public sealed record Input([Description("Email for invoices and receipts.")] [StringLength(254)] string Email);

    public override Input Example => new("billing@studio.example");

    public override OperationDefinition Definition =>
        new("stripe_customer.update_email", "Change email", "changed")
        {
            Noun = "email",
            Group = ActionGroup.Communication,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            FieldClasses = [FieldClass.Contact],
            Synonyms = "billing email, invoice email, address",
            RestoredByUndo = "The previous email.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await StripeCustomer.Load([subjectId], work) is [{ Email: { } email }] ? [("email", email)] : [];

    protected override Refusal? FindRefusal(StripeCustomer customer, Input input) =>
        base.FindRefusal(customer, input)
        ?? (
            !EmailAddressRules.IsValid(input.Email.Trim()) ? new("bad_email", $"Enter an email address, such as name@example.com.")
            : customer.Email == input.Email.Trim() ? new("no_change", $"{customer} already has this email.")
            : null
        );

    public override Decision Decide(StripeCustomer customer, Input input) => new($"Stripe will send invoices and receipts of {customer} to the new email.");

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(StripeCustomer customer, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SummaryLine>>([new("Email", customer.Email, input.Email.Trim())]);

    protected override StripeCall CreateCall(StripeCustomer customer, Input input) =>
        new(customer.Path, Sentence.Say($"The email of {customer} was changed."), [("email", input.Email.Trim())]);

    protected override StripeCall CreateUndoCall(StripeCustomer customer, Input input) =>
        new(customer.Path, Sentence.Say($"The email of {customer} was changed back."), [("email", customer.Email ?? "")]);
}
