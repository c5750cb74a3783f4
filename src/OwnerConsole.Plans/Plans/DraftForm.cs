using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Plans.Plans;

/// <summary>Initial values of the draft form.</summary>
internal static class DraftForm
{
    /// <returns>The values of the next version, with a row for each feature.</returns>
    public static (string, string?)[] Of(DraftFacts plan) =>
        [
            (FormInput.Amount("price"), plan.Terms.Price.InputText),
            (FormInput.Code("price"), plan.Terms.Price.Currency),
            ("interval", plan.Terms.Interval.ToText()),
            .. plan.Terms.Other.SelectMany(
                (other, row) =>
                    new (string, string?)[]
                    {
                        (FormInput.Amount(FormInput.Part("other_prices", row, "price")), other.Price.InputText),
                        (FormInput.Code(FormInput.Part("other_prices", row, "price")), other.Price.Currency),
                        (FormInput.Part("other_prices", row, "interval"), other.Interval.ToText()),
                    }
            ),
            ("trial_days", plan.Terms.TrialDays.ToString(CultureInfo.InvariantCulture)),
            .. plan.Features.SelectMany(
                (feature, row) =>
                    new (string, string?)[]
                    {
                        (FormInput.Part("limits", row, "feature"), feature.Key),
                        (FormInput.Part("limits", row, "allows"), plan.Limits.FirstOrDefault(limit => limit.Feature == feature.Key)?.Allows),
                    }
            ),
        ];
}
