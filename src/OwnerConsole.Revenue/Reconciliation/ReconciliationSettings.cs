using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Settings of the reconciliation.</summary>
public static class ReconciliationSettings
{
    public const string Application = "application",
        Stripe = "stripe";

    internal const string PlanSources = "plan_source";

    /// <summary>Whose plan applies if the application and Stripe disagree.</summary>
    public static readonly Setting PlanSource = new(
        "reconciliation.plan_source",
        SettingCategory.Billing,
        "Source of truth for plans",
        "Whose plan applies if your application and Stripe disagree. Resolving the difference can change the tenant's plan only if it is Stripe.",
        Application
    )
    {
        Kind = FieldKind.Choice,
        Source = PlanSources,
        IsValid = value => value is Application or Stripe,
        FormatHelp = Sentence.Say($"Choose application or stripe."),
        Synonyms = "reconciliation, plan mismatch",
    };

    /// <summary>Money at risk from which a finding is listed under "Needs attention".</summary>
    public static readonly Setting Threshold = new(
        "reconciliation.attention_amount",
        SettingCategory.Billing,
        "Money at risk that needs attention",
        "Differences between Stripe and the console are listed under Needs attention from this amount on, in the currency of the subscription or invoice.",
        "1"
    )
    {
        Kind = FieldKind.Number,
        Min = 0,
        Max = 1_000_000,
        Synonyms = "reconciliation, threshold",
    };
}

/// <summary>Provides the sources of truth for plans as the options of a form field.</summary>
public sealed class PlanSourceOptions : IOptionSource
{
    public string Name => ReconciliationSettings.PlanSources;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([new(ReconciliationSettings.Application, "Your application"), new(ReconciliationSettings.Stripe, "Stripe")]);
}
