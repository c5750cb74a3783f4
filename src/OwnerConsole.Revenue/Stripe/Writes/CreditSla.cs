using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Gives customers the credit that was agreed for a breached SLA, as balance for their next invoices. Each tenant gets it once for each period.</summary>
public sealed class CreditSla(IEnumerable<SlaBreachStatement> breaches) : StripeOperation<SlaCreditCustomer, CreditSla.Input>
{
    public const string Name = "sla.credit";

    public sealed record Input(
        [Description("SLA that was breached.")] [OptionsFrom("sla")] string SlaId,
        [Description("First day of the period in which it was breached. The period must be closed, which it is from a day after its end.")] DateOnly StartsOn
    );

    public override Input Example => new("sla_00000000000000000000000000", new(2026, 11, 1));

    public override OperationDefinition Definition =>
        new(Name, "Give SLA credit", "credited")
        {
            Subject = "stripe_customer",
            Noun = "customer",
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            IsHarmful = true,
            FieldClasses = [FieldClass.Money],
            Synonyms = "service level agreement, service credit, compensation, balance, outage",
            RestoredByUndo = "The amount is debited from the customer's balance again.",
            NotRestoredByUndo = "Invoices that have already used the credit: then the customer owes the amount with the next one.",
        };

    protected override string Type => "customer";

    public override Task<IReadOnlyList<SlaCreditCustomer>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        SlaCreditCustomer.Load(ids, breaches.FirstOrDefault(), input.SlaId.Trim(), input.StartsOn, work); // one module measures SLAs

    protected override Refusal? FindRefusal(SlaCreditCustomer customer, Input input) =>
        customer switch
        {
            { IsTenant: true, IsTestOfLiveTenant: true } => new(
                "test_customer",
                $"{customer} has only a test-mode customer in Stripe, where a credit reduces no real invoice. Match its live customer, or credit it by hand."
            ),
            { IsTenant: true } => new(
                "no_customer",
                $"{customer} has no customer in Stripe, and so no balance that a credit could be added to. Match a customer, or credit it by hand."
            ),
            { TenantId: IdGenerator.Platform } => new("no_tenant", $"{customer} belongs to no tenant. Match it first."),
            { IsTestOfLiveTenant: true } => new(
                "test_customer",
                $"{customer} is a test-mode customer of a live tenant, where a credit reduces no real invoice. Choose the live customer, or credit the tenant by hand."
            ),
            { IsDeleted: true } => new("deleted", $"{customer} was deleted in Stripe."),
            { IsCredited: true } => new("already_credited", $"The tenant of {customer} already has a credit for this SLA and period."),
            { EndsOn: null } => new(
                "not_breached",
                $"There is no credit for {customer}: the SLA was not breached in a period that starts on this day and is closed, or no credit was agreed."
            ),
            { Amount: null or { Amount: <= 0 } } => new("nothing_to_credit", $"{customer} had no paid subscription at the end of the period."),
            _ => null,
        };

    public override Decision Decide(SlaCreditCustomer customer, Input input)
    {
        var amount = customer.Amount!; // FindRefusal excludes null
        return new($"{customer} gets {amount} as credit for the next invoices, because an SLA was breached from {input.StartsOn} to {customer.EndsOn!.Value}."); // excluded too
    }

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(SlaCreditCustomer customer, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SummaryLine>>([
            new("Actual", null, Wording.Percent(customer.Actual)),
            new("Credit", null, $"{Wording.Percent(customer.CreditPercent)} of the monthly price, {customer.Amount}"),
        ]);

    protected override Task Record(IReadOnlyList<SlaCreditCustomer> accepted, Input input, UnitOfWork work) =>
        SlaCredits.Open(accepted, input.SlaId.Trim(), input.StartsOn, work);

    protected override StripeCall CreateCall(SlaCreditCustomer customer, Input input) =>
        new(
            customer.Path,
            Sentence.Say($"{customer} got {customer.Amount!} as credit for an SLA."), // FindRefusal excludes null
            Form(
                customer,
                -customer.Amount!.Amount,
                $"SLA credit for {SlaCreditCustomer.Text(input.StartsOn)} to {SlaCreditCustomer.Text(customer.EndsOn!.Value)}"
            )
        );

    protected override StripeCall CreateUndoCall(SlaCreditCustomer customer, Input input) =>
        new(
            customer.Path,
            Sentence.Say($"The credit of {customer.Amount!} for an SLA was taken from {customer} again."), // FindRefusal excludes null
            Form(customer, customer.Amount!.Amount, $"SLA credit for {SlaCreditCustomer.Text(input.StartsOn)} undone")
        );

    /// <param name="amount">Minor units; negative is credit of the customer.</param>
    private static (string Name, string Value)[] Form(SlaCreditCustomer customer, long amount, string description) =>
        [
            ("amount", amount.ToString(CultureInfo.InvariantCulture)),
            ("currency", customer.Amount!.Currency.ToLowerInvariant()), // FindRefusal excludes null
            ("description", description),
        ];
}
