using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores reports of members. Each member has a support number, sent by the application or assigned by the console.</summary>
public sealed class MemberReports(Database database, IdGenerator ids, DeclarationCache declarations)
{
    public const int MaxItems = 500;

    /// <summary>Fields that reports of anonymised members can't set.</summary>
    private static readonly string[] s_personalFields =
    [
        "name",
        "email",
        "support_number",
        "language",
        "time_zone",
        "phone",
        ReportedAttributes.Field,
        MemberReportDetails.DeviceField,
    ];

    private const int MaxDraws = 20; // of a billion numbers, so a second draw is rare

    /// <param name="ExternalId">The application's own id of the member.</param>
    /// <param name="Body">Fields as returned by <see cref="MemberReportRequest.Read"/>.</param>
    /// <param name="At">Position in the request, for errors; empty for a single report.</param>
    public sealed record Item(string ExternalId, JsonElement Body, string At = "");

    /// <summary>Stores all items or none.</summary>
    /// <remarks>A merged record is stored like any other, so that the merge can be undone; the result is the record it was merged into.</remarks>
    /// <returns>Members in the order of the items.</returns>
    /// <exception cref="Problem">400 when a member or a support number is listed twice, an attribute contradicts its declaration, or a member would have too many; 409 when a support number belongs to another member.</exception>
    public Task<IReadOnlyList<Member>> Apply(string tenantId, IReadOnlyList<Item> items, CancellationToken stop) => Apply(tenantId, items, adjust: null, stop);

    /// <summary>Stores the items that the adjustment returns, in the same transaction as the rows that the adjustment writes.</summary>
    /// <param name="adjust">Changes or removes reports; null to store all as they are.</param>
    /// <inheritdoc cref="Apply(string, IReadOnlyList{Item}, CancellationToken)"/>
    public async Task<IReadOnlyList<Member>> Apply(string tenantId, IReadOnlyList<Item> items, MemberReportAdjustment? adjust, CancellationToken stop)
    {
        if (items.Count is 0 or > MaxItems)
            throw Problem.Invalid("data", $"must contain 1 to {MaxItems} reports.");
        if (items.DistinctBy(item => item.ExternalId).Count() != items.Count)
            throw Problem.Invalid("data", "lists a member twice.");
        database.DiskSpaceGuard.ThrowIfFull();
        return await TransientErrors.Retry(() => Write(tenantId, items, adjust, stop), stop);
    }

    private async Task<IReadOnlyList<Member>> Write(string tenantId, IReadOnlyList<Item> items, MemberReportAdjustment? adjust, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("member.report"), adjust is null ? [tenantId] : [tenantId, IdGenerator.Platform], stop);
        if (adjust is not null && (items = await Adjust(tenantId, items, adjust, work)).Count == 0)
        {
            await work.Commit();
            return [];
        }
        var reports = await Prepare(tenantId, items, work);
        var rows = reports.ConvertAll(Json.Element);
        await work.Execute(
            InsertSql,
            new
            {
                tenantId,
                reports = rows,
                at = work.Now,
            }
        );
        IReadOnlyList<(string MemberId, JsonElement Body)> details = [.. reports.Select(report => (report.MemberId, report.Body))];
        await MemberReportDetails.RecordChanges(tenantId, details, declarations.Current.MemberAttributeNames, work);
        await work.Execute(UpdateSql, new { tenantId, reports = rows });
        await MemberReportDetails.Write(tenantId, details, work);
        var members = await work.List<Member>(
            $"""
            select m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, {MemberSql.LastSeen}, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes
              from unnest(@externalIds) with ordinality e(id, place)
              join core.members r on r.tenant_id = @tenantId and r.external_id = e.id
              {MemberSql.MergedIntoJoin("r")}
              join core.members m on m.tenant_id = @tenantId and m.member_id = coalesce(w.into_id, r.member_id)
             order by e.place
            """,
            new { tenantId, externalIds = items.Select(item => item.ExternalId).ToArray() }
        );
        await work.Commit();
        return members;
    }

    /// <summary>Locks the tenant first, so that the adjustment decides on members that no other report changes.</summary>
    private static async Task<IReadOnlyList<Item>> Adjust(string tenantId, IReadOnlyList<Item> items, MemberReportAdjustment adjust, UnitOfWork work)
    {
        await work.Execute("select 1 from core.tenant_status where tenant_id = @tenantId for no key update", new { tenantId });
        return await adjust(items, work);
    }

    /// <summary>Assigns an id and a support number to each member.</summary>
    private async Task<List<PreparedMember>> Prepare(string tenantId, IReadOnlyList<Item> items, UnitOfWork work)
    {
        // One report at a time per tenant: two reports that create the same member wait here instead of failing at the unique index.
        var tenant = await work.One<TenantRow>(
            "select mode, lifecycle from core.tenant_status where tenant_id = @tenantId for no key update",
            new { tenantId }
        );
        ReportedAttributes.Check(items.Select(item => (item.Body, item.At)), declarations.Current.TypedMemberAttributesOf(tenant?.Mode ?? Mode.Live));
        var known = (
            await work.List<KnownMember>(
                "select external_id, member_id, support_number, anonymised_at is not null as is_anonymised from core.members where tenant_id = @tenantId and external_id = any(@externalIds)",
                new { tenantId, externalIds = items.Select(item => item.ExternalId).ToArray() }
            )
        ).ToDictionary(row => row.ExternalId, StringComparer.Ordinal);

        var prepared = new List<PreparedMember>(items.Count);
        foreach (var item in items)
        {
            var before = known.GetValueOrDefault(item.ExternalId);
            var memberId = before?.MemberId ?? ids.New("mbr");
            // Personal data of anonymised members is discarded; the report may have been sent before they were anonymised.
            var body =
                tenant is { Lifecycle: TenantLifecycle.Anonymised } || before is { IsAnonymised: true } ? Json.Without(item.Body, s_personalFields) : item.Body;
            var brought = body.TryGetProperty("support_number", out var number) ? number.GetString() : null;
            prepared.Add(new(memberId, item.ExternalId, brought ?? before?.SupportNumber, before?.SupportNumber, body));
        }
        return await Numbers(tenantId, prepared, work);
    }

    private static async Task<List<PreparedMember>> Numbers(string tenantId, List<PreparedMember> prepared, UnitOfWork work)
    {
        var brought = prepared
            .Where(preparedMember => preparedMember.SupportNumber is not null && preparedMember.SupportNumber != preparedMember.Before)
            .ToList();
        if (brought.GroupBy(preparedMember => preparedMember.SupportNumber, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Problem.Invalid("data", $"gives two members the support number {twice.Key}.");
        if (TenantScope.Current is not null)
            await RefuseUnknown(tenantId, brought, work);
        var taken = await Claim(tenantId, brought, work);
        var refused = brought.Where(preparedMember => !taken.Contains(preparedMember.SupportNumber!)).ToList();
        var own = refused.Count == 0 ? [] : await OfTheSamePerson(tenantId, refused, work);
        if (refused.FirstOrDefault(preparedMember => !own.Contains(preparedMember.MemberId)) is { } stranger)
            throw new Problem(409, "support_number_taken", $"{stranger.SupportNumber} belongs to another member. Omit support_number to get a free one.");
        prepared = prepared.ConvertAll(preparedMember =>
            own.Contains(preparedMember.MemberId) ? preparedMember with { SupportNumber = preparedMember.Before } : preparedMember
        );

        for (var attempt = 0; ; attempt++)
        {
            var without = prepared.Where(preparedMember => preparedMember.SupportNumber is null).ToList();
            if (without.Count == 0)
                return prepared;
            if (attempt == MaxDraws) // nothing can be claimed for a tenant that was removed in the meantime
                throw new Problem(409, "tenant_removed", "The tenant was removed while its members were reported. Report the tenant first, then its members.");
            var drawn = without.ConvertAll(preparedMember =>
                preparedMember with
                {
                    SupportNumber = "#U" + RandomNumberGenerator.GetInt32(1_000_000_000).ToString("D9", CultureInfo.InvariantCulture),
                }
            );
            var free = await Claim(tenantId, [.. drawn.DistinctBy(preparedMember => preparedMember.SupportNumber)], work);
            var given = drawn
                .DistinctBy(preparedMember => preparedMember.SupportNumber)
                .Where(preparedMember => free.Contains(preparedMember.SupportNumber!))
                .ToDictionary(preparedMember => preparedMember.MemberId, StringComparer.Ordinal);
            prepared = prepared.ConvertAll(preparedMember => given.GetValueOrDefault(preparedMember.MemberId, preparedMember));
        }
    }

    /// <summary>
    /// Support numbers are unique across tenants, so their availability reveals other tenants. A key limited to one tenant gets the same error either
    /// way.
    /// </summary>
    private static async Task RefuseUnknown(string tenantId, List<PreparedMember> brought, UnitOfWork work)
    {
        var numbers = brought.Select(preparedMember => preparedMember.SupportNumber!).ToArray();
        var own = await work.List<string>(
            "select number from core.support_numbers where tenant_id = @tenantId and number = any(@numbers)",
            new { tenantId, numbers }
        );
        if (numbers.Except(own, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new Problem(
                403,
                "support_number_bound",
                $"An API key for one tenant can't choose support numbers ({unknown}), because they are unique across tenants. Omit support_number to get a free one."
            );
    }

    /// <returns>Ids of the members whose number belongs to another record of the same person. Each record keeps its number, and both find the person.</returns>
    private static async Task<HashSet<string>> OfTheSamePerson(string tenantId, List<PreparedMember> wanted, UnitOfWork work) =>
        (
            await work.List<string>(
                """
                select r.member_id
                  from unnest(@numbers, @members) r(number, member_id)
                  join core.support_numbers n on n.number = r.number and n.tenant_id = @tenantId
                  left join core.merges w on w.member_id = r.member_id and w.tenant_id = @tenantId and w.to_at is null
                  left join core.merges o on o.member_id = n.member_id and o.tenant_id = @tenantId and o.to_at is null
                 where coalesce(w.into_id, r.member_id) = coalesce(o.into_id, n.member_id)
                """,
                new
                {
                    tenantId,
                    numbers = wanted.Select(preparedMember => preparedMember.SupportNumber).ToArray(),
                    members = wanted.Select(preparedMember => preparedMember.MemberId).ToArray(),
                }
            )
        ).ToHashSet(StringComparer.Ordinal);

    /// <returns>Numbers that were free and are now assigned to these members.</returns>
    private static async Task<HashSet<string>> Claim(string tenantId, List<PreparedMember> wanted, UnitOfWork work) =>
        (
            await work.List<string>(
                """
                insert into core.support_numbers (mode, number, tenant_id, member_id)
                select t.mode, n.number, @tenantId, n.member_id
                  from unnest(@numbers, @members) n(number, member_id) join core.tenants t on t.tenant_id = @tenantId
                 order by n.number
                on conflict do nothing
                returning number
                """,
                new
                {
                    tenantId,
                    numbers = wanted.Select(preparedMember => preparedMember.SupportNumber).ToArray(),
                    members = wanted.Select(preparedMember => preparedMember.MemberId).ToArray(),
                }
            )
        ).ToHashSet(StringComparer.Ordinal);

    private const string Reports =
        "with r as materialized (select e->>'member_id' as member_id, e->>'external_id' as external_id, e->>'support_number' as support_number, e->'body' as b from unnest(@reports) e)";

    private const string InsertSql =
        Reports
        + """
            insert into core.members (tenant_id, member_id, external_id, support_number, joined_at)
            select @tenantId, r.member_id, r.external_id, r.support_number, coalesce((b->>'joined_at')::timestamptz, @at)
              from r
             where not exists (select 1 from core.members m where m.tenant_id = @tenantId and m.member_id = r.member_id)
            """;

    private const string UpdateSql =
        Reports
        + """
            update core.members m
               set name = case when b ? 'name' then b->>'name' else m.name end,
                   email = case when b ? 'email' then b->>'email' else m.email end,
                   role = case when b ? 'role' then b->>'role' else m.role end,
                   support_number = r.support_number,
                   last_seen_at = greatest((b->>'last_seen_at')::timestamptz, m.last_seen_at),
                   joined_at = coalesce((b->>'joined_at')::timestamptz, m.joined_at),
                   left_at = case when b ? 'left_at' then (b->>'left_at')::timestamptz else m.left_at end,
                   language = case when b ? 'language' then b->>'language' else m.language end,
                   time_zone = case when b ? 'time_zone' then b->>'time_zone' else m.time_zone end,
                   phone = case when b ? 'phone' then b->>'phone' else m.phone end,
                   attributes = case when jsonb_typeof(b->'attributes') = 'object' then jsonb_strip_nulls(m.attributes || (b->'attributes')) else m.attributes end
              from r
             where m.tenant_id = @tenantId and m.member_id = r.member_id
            """;

    private sealed record TenantRow(Mode Mode, TenantLifecycle Lifecycle);

    private sealed record KnownMember(string ExternalId, string MemberId, string SupportNumber, bool IsAnonymised);

    private sealed record PreparedMember(string MemberId, string ExternalId, string? SupportNumber, string? Before, JsonElement Body);
}

/// <summary>A member of a tenant.</summary>
/// <param name="Language">BCP 47 tag, such as de-CH.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="Attributes">JSON object with the custom attributes by name.</param>
public sealed record Member(
    string MemberId,
    string ExternalId,
    string? Name,
    string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    string? Language,
    string? TimeZone,
    string? Phone,
    JsonElement Attributes
);
