using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Reconciliation.Checks;

/// <summary>Stores what checks have found: new findings, repeated ones, and the end of those that no longer differ.</summary>
public sealed class FindingWriter(Database database, IdGenerator ids)
{
    public const string Origin = "reconciliation.check";

    private const int MaxTenants = 200;

    /// <param name="found">All differences of the checked scope.</param>
    /// <param name="gone">Condition on open findings <c>f</c> of the scope, which end if they were not found.</param>
    /// <param name="tenants">Tenants, or comparisons, that the condition names as <c>@tenants</c>; null for all.</param>
    public async Task Apply(IReadOnlyList<FoundDifference> found, string gone, IReadOnlyList<string>? tenants, CancellationToken stop)
    {
        var open = await FindOpen(found, gone, tenants, stop);
        var known = open.ToDictionary(row => row.Key);
        var keys = found.Select(difference => difference.Key).ToHashSet();
        List<Change> changes =
        [
            .. open.Where(row => !keys.Contains(row.Key) && row.IsInScope).Select(row => new Change(row.TenantId, row.FindingId, null)),
            .. found.DistinctBy(difference => difference.Key).SelectMany(difference => Changes(difference, known.GetValueOrDefault(difference.Key))),
        ];
        // Ends come first, because a finding of a customer that has moved is a new one of its new tenant.
        foreach (var part in changes.OrderBy(change => change.Found is not null).GroupBy(change => change.Found is null))
        foreach (var tenant in part.GroupBy(change => change.TenantId, StringComparer.Ordinal).Chunk(MaxTenants))
        {
            await using var work = await database.Write(
                WriteOrigin.Intake(Origin),
                [.. tenant.Select(group => group.Key).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
                stop
            );
            await Store([.. tenant.SelectMany(group => group)], work);
            await work.Commit();
        }
    }

    private IEnumerable<Change> Changes(FoundDifference difference, OpenFinding? known)
    {
        if (known is not null && known.TenantId != difference.TenantId)
            yield return new(known.TenantId, known.FindingId, null);
        var isSame = known?.TenantId == difference.TenantId;
        yield return new(difference.TenantId, isSame ? known!.FindingId : ids.New("fnd"), difference) { IsNew = !isSame };
    }

    private async Task<IReadOnlyList<OpenFinding>> FindOpen(
        IReadOnlyList<FoundDifference> found,
        string gone,
        IReadOnlyList<string>? tenants,
        CancellationToken stop
    )
    {
        await using var work = await database.Read(stop);
        return await work.List<OpenFinding>(
            $"""
            select f.tenant_id, f.finding_id, f.mode, f.account_id, f.type, f.object_id, f.field, coalesce({gone}, false) as is_in_scope
              from reconciliation.findings f
             where f.resolved_at is null and (({gone}) or f.object_id = any(@objects))
            """,
            new { tenants, objects = found.Select(difference => difference.ObjectId).Distinct(StringComparer.Ordinal).ToArray() }
        );
    }

    private static async Task Store(IReadOnlyList<Change> changes, UnitOfWork work)
    {
        var gone = changes.Where(change => change.Found is null).ToList();
        if (gone.Count > 0)
            work.Defer(
                """
                update reconciliation.findings f
                   set resolved_at = clock_timestamp(),
                       resolved_by = (select x.opened_by from reconciliation.fixes x where x.tenant_id = f.tenant_id and x.finding_id = f.finding_id and x.closed_by is null)
                 where f.tenant_id = any(@tenants) and f.finding_id = any(@ids) and f.resolved_at is null
                """,
                new
                {
                    tenants = gone.Select(change => change.TenantId).Distinct(StringComparer.Ordinal).ToArray(),
                    ids = gone.Select(change => change.FindingId).ToArray(),
                }
            );
        var here = changes.Where(change => change.Found is not null).ToList();
        if (here.Count == 0)
            return;
        await Name([.. here.Where(change => change.IsNew)], work);
        await work.Execute(
            """
            insert into reconciliation.findings as f
              (tenant_id, finding_id, mode, account_id, type, object_type, object_id, field, ours, theirs, reported, amount_minor, currency, severity, agreed_at, first_seen_at, last_seen_at)
            select n.tenant_id, n.finding_id, n.mode, n.account_id, n.type, n.object_type, n.object_id, n.field, n.ours, n.theirs, n.reported, n.amount_minor, n.currency, n.severity,
                   coalesce(n.agreed_at, (select c.checked_at from reconciliation.checks c where c.tenant_id = 'tnt_platform' and c.mode = n.mode)), clock_timestamp(), clock_timestamp()
              from jsonb_to_recordset(@rows) n(tenant_id text, finding_id text, mode text, account_id text, type text, object_type text, object_id text, field text,
                                               ours text, theirs text, reported text, amount_minor bigint, currency text, severity text, agreed_at timestamptz)
            on conflict (mode, account_id, type, object_id, field) where resolved_at is null do update
               set ours = excluded.ours, theirs = excluded.theirs, reported = excluded.reported, amount_minor = excluded.amount_minor, currency = excluded.currency,
                   last_seen_at = excluded.last_seen_at
            """,
            new { rows = Json.Element(here.Select(Row)) }
        );
    }

    /// <summary>Names new findings by their titles, for sentences.</summary>
    private static async Task Name(IReadOnlyList<Change> added, UnitOfWork work)
    {
        foreach (var type in added.GroupBy(change => change.Found!.Type)) // an added finding was found
        {
            var title = FindingText.Title(type.Key);
            await work.SetName(
                [.. type.Where(change => change.TenantId != IdGenerator.Platform).Select(change => (change.FindingId, change.TenantId))],
                "finding",
                title
            );
            work.SetNames([.. type.Where(change => change.TenantId == IdGenerator.Platform).Select(change => (change.FindingId, title))], "finding");
        }
    }

    private static object Row(Change change)
    {
        var found = change.Found!; // only rows of found differences are stored
        return new
        {
            change.TenantId,
            change.FindingId,
            found.Mode,
            found.AccountId,
            found.Type,
            found.ObjectType,
            found.ObjectId,
            found.Field,
            found.Ours,
            found.Theirs,
            found.Reported,
            found.AmountMinor,
            found.Currency,
            Severity = FindingText.Severity(found.Type),
            found.AgreedAt,
        };
    }

    /// <param name="Found">Null if the finding has ended.</param>
    private sealed record Change(string TenantId, string FindingId, FoundDifference? Found)
    {
        public bool IsNew { get; init; }
    }

    /// <param name="IsInScope">Whether it ends if it was not found.</param>
    private sealed record OpenFinding(
        string TenantId,
        string FindingId,
        Mode Mode,
        string AccountId,
        FindingType Type,
        string ObjectId,
        string Field,
        bool IsInScope
    )
    {
        public (Mode, string, FindingType, string, string) Key => (Mode, AccountId, Type, ObjectId, Field);
    }
}
