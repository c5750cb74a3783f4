using OwnerConsole.Data;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores legal bases and consents of members. Rows are never changed, so that consent can be proved later.</summary>
public static class ConsentRows
{
    /// <summary>Maximum number of changes of a person.</summary>
    public const int MaxChanges = 1_000;

    private const int MaxListed = MaxChanges * 2;

    private const string LatestFirst = "x.changed_at desc, x.opened_at desc, x.consent_id desc";

    /// <summary>
    /// Adds a change of the main record of a person, unless it is stored already. Without a time, a change that is the same as the current state is stored already.
    /// </summary>
    /// <param name="id">ID of the new row.</param>
    /// <param name="by">API key that reports it.</param>
    /// <param name="work">Names the tenant.</param>
    /// <returns>The state of the purpose afterwards, which is another one if a later change is known.</returns>
    /// <exception cref="Problem">409: the member is anonymised, or has <see cref="MaxChanges"/>.</exception>
    public static async Task<ConsentView> Add(string tenantId, string memberId, ConsentChange change, string id, string by, UnitOfWork work)
    {
        // One change at a time per person, so that a repeated report isn't stored twice.
        if (!await MemberRows.LockUnlessAnonymised(tenantId, memberId, work))
            throw new Problem(409, "anonymised", "The member is anonymised, so nothing is reported about them.");
        var known = await List(tenantId, memberId, work);
        if (!known.Any(change.IsSame))
        {
            // A person can withdraw at any time, so only many more changes prevent it.
            if (known.Count >= (change.State is ConsentState.Withdrawn ? MaxListed : MaxChanges))
                throw new Problem(409, "too_many_consents", $"A member can have at most {MaxChanges} changes of legal bases and consents.");
            // A change without a time is the latest, even if the clock of the application was ahead at the previous one.
            await work.Execute(
                """
                insert into core.consents (tenant_id, consent_id, member_id, purpose, legal_basis, state, changed_at, text_version, source, opened_by, opened_at)
                values (@tenantId, @id, @memberId, @Purpose, @LegalBasis, @State, coalesce(@ChangedAt::timestamptz, greatest(clock_timestamp(), @latest::timestamptz)),
                        @TextVersion, @Source, @by, clock_timestamp())
                """,
                new
                {
                    tenantId,
                    id,
                    memberId,
                    change.Purpose,
                    change.LegalBasis,
                    change.State,
                    change.ChangedAt,
                    change.TextVersion,
                    change.Source,
                    by,
                    latest = known.FirstOrDefault(stored => stored.Purpose == change.Purpose)?.ChangedAt,
                }
            );
            known = await List(tenantId, memberId, work);
        }
        return known.First(stored => stored.Purpose == change.Purpose && stored.IsCurrent);
    }

    /// <param name="memberId">Main record of the person.</param>
    /// <param name="work">Can read the tenant.</param>
    /// <returns>All changes of the person and of the records merged into them, the latest first.</returns>
    public static async Task<IReadOnlyList<ConsentView>> List(string tenantId, string memberId, UnitOfWork work) =>
        await work.List<ConsentView>(
            $"""
            select x.consent_id as id, x.member_id, x.purpose, x.legal_basis, x.state, x.changed_at, x.text_version, x.source, x.opened_at as reported_at,
                   row_number() over (partition by x.purpose order by {LatestFirst}) = 1 as is_current
              from core.consents x
             where x.tenant_id = @tenantId and x.member_id = any(@records)
             order by {LatestFirst}
             limit @most
            """,
            new
            {
                tenantId,
                records = (await MemberRecords.Of(tenantId, memberId, work)).ToArray(),
                most = MaxListed, // records that were merged have their own changes
            }
        );
}

/// <summary>A change of a legal basis or a consent, as the application reports it.</summary>
/// <param name="Purpose">What the data is used for.</param>
/// <param name="ChangedAt">When the person decided; null for now.</param>
/// <param name="TextVersion">Version of the text that the person saw; null if unknown.</param>
/// <param name="Source">Where the person decided; null if unknown.</param>
public sealed record ConsentChange(string Purpose, LegalBasis LegalBasis, ConsentState State, DateTimeOffset? ChangedAt, string? TextVersion, string? Source)
{
    /// <returns>Whether the stored change is this one.</returns>
    public bool IsSame(ConsentView stored) =>
        stored.Purpose == Purpose
        && stored.LegalBasis == LegalBasis
        && stored.State == State
        && stored.TextVersion == TextVersion
        && stored.Source == Source
        && (ChangedAt is { } at ? ToMicroseconds(stored.ChangedAt) == ToMicroseconds(at) : stored.IsCurrent);

    /// <summary>PostgreSQL stores microseconds, and times of applications can be more precise.</summary>
    private static long ToMicroseconds(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
