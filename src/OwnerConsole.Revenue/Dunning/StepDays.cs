using System.Globalization;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Reads the steps from the days that a person enters.</summary>
internal static class StepDays
{
    private const int MaxDay = 365,
        MaxEmails = 10;

    /// <returns>Why the days are invalid; null when they are valid.</returns>
    public static Refusal? Check(CampaignInput input)
    {
        if (Parse(input.EmailDays) is not { } emails)
            return new("bad_days", $"email_days must be 1 to {MaxEmails} different days from 0 to {MaxDay}, separated by commas.");
        int[] restrictions = [.. Restrictions(input).Select(step => step.Day)];
        if (restrictions.Any(day => day is < 1 or > MaxDay))
            return new("bad_days", $"Access can be restricted on the days 1 to {MaxDay}.");
        if (restrictions.Length > 0 && emails.Min() >= restrictions.Min())
            return new("no_notice", $"At least one email must be sent before access is restricted.");
        return restrictions.SequenceEqual(restrictions.Distinct().Order())
            ? null
            : new("bad_order", $"Days must be in this order: read-only, suspended, cancelled.");
    }

    public static IReadOnlyList<DunningStep> Read(CampaignInput input) =>
        [
            .. (Parse(input.EmailDays) ?? [])
                .Select(day => new DunningStep(day, DunningAction.Email))
                .Concat(Restrictions(input))
                .OrderBy(step => step.Day)
                .ThenBy(step => step.Action),
        ];

    private static IEnumerable<DunningStep> Restrictions(CampaignInput input)
    {
        if (input.ReadOnlyDay is { } readOnly)
            yield return new(readOnly, DunningAction.ReadOnly);
        if (input.SuspendDay is { } suspend)
            yield return new(suspend, DunningAction.Suspend);
        if (input.CancelDay is { } cancel)
            yield return new(cancel, DunningAction.Cancel);
    }

    /// <returns>Null if the text isn't a list of different days.</returns>
    private static IReadOnlyList<int>? Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var days = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : -1).ToList();
        return days.Count <= MaxEmails && days.All(day => day is >= 0 and <= MaxDay) && days.Distinct().Count() == days.Count ? days : null;
    }
}
