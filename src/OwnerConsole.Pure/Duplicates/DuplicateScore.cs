namespace OwnerConsole.Pure.Duplicates;

/// <summary>How likely two records are the same, from 0 to 100.</summary>
/// <param name="Score">0 if there is no reason; never 100, because no reason is certain.</param>
/// <param name="Reasons">Reasons that the score is based on, without those that others imply, the strongest first.</param>
public sealed record DuplicateScore(int Score, IReadOnlyList<DuplicateReason> Reasons)
{
    /// <summary>Lowest score of a pair that is listed.</summary>
    public const int Min = 50;

    private const int Max = 99;

    /// <param name="kind">Kind of the records.</param>
    /// <param name="reasons">All values that the records have in common, in any order.</param>
    /// <returns>
    /// The score. Each reason is the probability that the records are the same, and the reasons count as independent: two of 50 and 70 are
    /// 1 − 0.5 × 0.3 = 85.
    /// </returns>
    public static DuplicateScore Of(DuplicateKind kind, IEnumerable<DuplicateReason> reasons)
    {
        var all = reasons.ToHashSet();
        var own = all.Where(reason => !IsImplied(reason, all)).Order().ToList();
        var different = own.Aggregate(1m, (product, reason) => product * (100 - WeightOf(kind, reason)) / 100);
        var score = (int)Math.Round(100 * (1 - different), MidpointRounding.AwayFromZero);
        return new(Math.Min(score, Max), own);
    }

    private static bool IsImplied(DuplicateReason reason, HashSet<DuplicateReason> all) =>
        reason switch
        {
            DuplicateReason.SameCard => all.Contains(DuplicateReason.SameCustomer),
            DuplicateReason.EmailVariant => all.Contains(DuplicateReason.SameEmail),
            DuplicateReason.SameName => all.Contains(DuplicateReason.NameAndDomain),
            DuplicateReason.SameDomain => all.Contains(DuplicateReason.NameAndDomain)
                || all.Contains(DuplicateReason.EmailVariant)
                || all.Contains(DuplicateReason.SameEmail),
            _ => false,
        };

    /// <returns>
    /// Percentage of pairs with this reason alone that are the same. Estimates: two companies can have one contact, but two people rarely one mailbox. Colleagues
    /// often share a device, so it counts for members only together with another reason.
    /// </returns>
    private static int WeightOf(DuplicateKind kind, DuplicateReason reason) =>
        (kind, reason) switch
        {
            (_, DuplicateReason.SameCustomer) => 95,
            (DuplicateKind.Member, DuplicateReason.SameEmail) => 95,
            (DuplicateKind.Member, DuplicateReason.EmailVariant) => 85,
            (DuplicateKind.Member, DuplicateReason.NameAndDomain) => 75,
            (_, DuplicateReason.SamePhone) => 70,
            (DuplicateKind.Member, DuplicateReason.SameName) => 50,
            (_, DuplicateReason.NameAndDomain) => 85,
            (_, DuplicateReason.SameEmail) => 75,
            (_, DuplicateReason.EmailVariant) => 70,
            (_, DuplicateReason.SameCard) => 80,
            (_, DuplicateReason.SameName) => 60,
            (DuplicateKind.Tenant, DuplicateReason.SameDevice) => 50,
            _ => 40,
        };
}
