using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Plans.Plans;

/// <summary>Exports the list of plans as a file.</summary>
public sealed class PlanExport(ListExport export)
{
    public const string Address = PlanRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<KnownPlan>> s_columns =
    [
        new("name", plan => plan.Name),
        new("key", plan => plan.Key),
        new("price", plan => plan.Price.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", plan => plan.Currency) { FieldClasses = [FieldClass.Money] },
        new("paid_each", plan => plan.IsPaid ? plan.Interval.ToText() : null),
        new("other_prices", plan => plan.OtherPrices.Count == 0 ? null : string.Join("; ", plan.OtherPrices)) { FieldClasses = [FieldClass.Money] },
        new("is_addon", plan => plan.IsAddon ? "yes" : "no"),
        new("trial_days", plan => (decimal)plan.TrialDays),
        new("id", plan => plan.PlanId),
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            new(PlanRoutes.Address),
            s_columns,
            export.OfAll(context, "plans", who => Sentence.Say($"{who} exported the list of plans."), PlanCatalogue.Find)
        );
}
