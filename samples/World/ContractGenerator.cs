namespace World;

/// <summary>Generates the subscription history of a studio: a trial, upgrades, downgrades and add-ons, cancellation, and sometimes a return.</summary>
internal sealed class ContractGenerator(Random chance, Scenario scenario, DateTimeOffset until)
{
    public static readonly TimeSpan Trial = TimeSpan.FromDays(14);

    /// <returns>Chronological states, starting with the trial and ending before the end of the history.</returns>
    public IReadOnlyList<ContractPhase> Of(DateTimeOffset openedAt, int rooms)
    {
        var chapters = new List<ContractPhase> { new(openedAt, "trial", []) };
        var (plan, extra) = (
            rooms == 1 ? 0
            : rooms <= 3 ? 1
            : 2,
            chance.Next(4) == 0 ? chance.Next(1, 4) : 0
        );
        var at = chance.Next(3) == 0 ? Later(openedAt, 4, 12) : openedAt + Trial;
        var isOpen = chance.Next(100) < 78;
        while (at <= until)
        {
            chapters.Add(isOpen ? new(at, "active", PlansOf(plan, extra)) : new(at, "cancelled", []));
            if (!isOpen && chance.Next(100) >= 40)
                break;
            at = Later(at, 18, 70);
            (plan, extra, isOpen) = isOpen ? Next(plan, extra) : (plan, extra, true);
        }
        return chapters;
    }

    private (int Plan, int Extra, bool IsOpen) Next(int plan, int extra) =>
        chance.Next(100) switch
        {
            < 30 => (Math.Min(plan + 1, scenario.Plans.Length - 1), extra, true),
            < 45 => (Math.Max(plan - 1, 0), extra, true),
            < 65 => (plan, extra + chance.Next(1, 3), true),
            < 75 => (plan, 0, true),
            < 90 => (plan, extra, false),
            _ => (plan, extra, true), // reports the same state again
        };

    private DateTimeOffset Later(DateTimeOffset from, int least, int most) => from.AddDays(chance.Next(least, most)).AddMinutes(chance.Next(1440));

    private (string, int)[] PlansOf(int plan, int extra) =>
        extra == 0 || scenario.Extra is not { } more ? [(scenario.Plans[plan], 1)] : [(scenario.Plans[plan], 1), (more, extra)];
}
