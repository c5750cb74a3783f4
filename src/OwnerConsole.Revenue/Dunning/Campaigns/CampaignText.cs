using System.Globalization;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Describes conditions of campaigns on pages.</summary>
internal static class CampaignText
{
    /// <param name="hidesMoney">Whether the reader can't see amounts.</param>
    public static string Describe(CampaignConditions conditions, bool hidesMoney)
    {
        var parts = new List<string>();
        if (conditions.Plans is { Count: > 0 } plans)
            parts.Add($"{Wording.Translate("plan")} {string.Join(Or, plans)}");
        if (conditions.AmountFrom is not null || conditions.AmountTo is not null)
            parts.Add(
                hidesMoney
                    ? Wording.Translate("amount due")
                    : $"{Wording.Translate("amount due")} {Range(conditions.AmountFrom, conditions.AmountTo)} {Wording.Translate(conditions.AmountIn is AmountBasis.InvoiceCurrency ? "in the currency of the invoice" : "in the reporting currency")}"
            );
        if (conditions.Countries is { Count: > 0 } countries)
            parts.Add($"{Wording.Translate("country")} {string.Join(Or, countries)}");
        if (conditions.TenureFrom is not null || conditions.TenureTo is not null)
            parts.Add($"{Wording.Translate("age in months")} {Range(conditions.TenureFrom, conditions.TenureTo)}");
        return parts.Count == 0 ? Wording.Translate("none: every unpaid invoice matches") : string.Join($" {Wording.Translate("and")} ", parts);
    }

    /// <returns>Why a campaign matches an invoice, or doesn't.</returns>
    public static string Explain(CampaignMatch campaign, InvoiceMatch match, bool hidesMoney)
    {
        var verdict = Wording.Translate(
            (campaign.IsOn, campaign.IsMet) switch
            {
                (true, true) when campaign.Id == match.CampaignId => "matches first",
                (true, true) => "matches, but another campaign comes first",
                (false, true) => "would match, but is off",
                _ => "doesn't match",
            }
        );
        return campaign.Conditions.Count == 0
            ? verdict
            : $"{verdict} ({string.Join(", ", campaign.Conditions.Select(condition => Explain(condition, match, hidesMoney)))})";
    }

    private static string Explain(ConditionMatch condition, InvoiceMatch match, bool hidesMoney)
    {
        var (label, value) = condition.Condition switch
        {
            CampaignCondition.Plan => ("plan", match.Plans.Count == 0 ? Wording.Translate("none") : string.Join(", ", match.Plans)),
            CampaignCondition.Amount => (
                "amount due",
                hidesMoney ? ""
                : match.Converted is null ? $"{match.Due}, {Wording.Translate("no exchange rate")}"
                : match.Due.ToString()
            ),
            CampaignCondition.Country => ("country", match.Country ?? Wording.Translate("none")),
            _ => ("age in months", match.Tenure.ToString(CultureInfo.InvariantCulture)),
        };
        return $"{Wording.Translate(label)} {value} {(condition.IsMet ? "✓" : "✗")}";
    }

    private static string Or => $" {Wording.Translate("or")} ";

    private static string Range<T>(T? from, T? to)
        where T : struct, IFormattable =>
        (from, to) switch
        {
            ({ } low, { } high) => $"{Plain(low)}–{Plain(high)}",
            ({ } low, null) => $"≥ {Plain(low)}",
            (null, { } high) => $"≤ {Plain(high)}",
            _ => "",
        };

    private static string Plain(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
