using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Takes in what an application says of a tenant's members. Each gets a support number, its own or one of ours.</summary>
public sealed class MemberReports(Database database, IdSource ids)
{
    public const int Most = 500;

    /// <param name="ExternalId">the application's own id of the member</param>
    public sealed record Item(string ExternalId, JsonElement Body);

    /// <summary>All of them or none.</summary>
    /// <returns>in the order of the items</returns>
    /// <exception cref="Problem">400 when one is named twice; 409 when a support number is somebody else's</exception>
    public async Task<IReadOnlyList<Member>> Take(string tenantId, IReadOnlyList<Item> items, CancellationToken stop)
    {
        if (items.Count is 0 or > Most)
            throw Problem.Invalid("data", $"has 1 to {Most} reports.");
        if (items.DistinctBy(item => item.ExternalId).Count() != items.Count)
            throw Problem.Invalid("data", "names a member twice.");
        database.Fullness.Demand();
        return await Transient.Again(() => Write(tenantId, items, stop), stop);
    }

    private async Task<IReadOnlyList<Member>> Write(string tenantId, IReadOnlyList<Item> items, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("member.report"), [tenantId], stop);
        var reports = await Prepare(tenantId, items, work);
        var rows = reports.ConvertAll(Json.Element);
        await work.Do(
            Make,
            new
            {
                tenantId,
                reports = rows,
                at = work.Now,
            }
        );
        await work.Do(Update, new { tenantId, reports = rows });
        var members = await work.List<Member>(
            """
            select m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, m.last_seen_at, m.joined_at
              from core.members m join unnest(@externalIds) with ordinality e(id, place) on e.id = m.external_id
             where m.tenant_id = @tenantId
             order by e.place
            """,
            new { tenantId, externalIds = items.Select(item => item.ExternalId).ToArray() }
        );
        await work.Commit();
        return members;
    }

    /// <summary>Gives every member its id and takes its support number.</summary>
    private async Task<List<Prepared>> Prepare(string tenantId, IReadOnlyList<Item> items, Work work)
    {
        // One report at a time per tenant: two that make the same member meet here instead of at the unique index.
        var lifecycle = await work.One<Lifecycle>("select lifecycle from core.tenant_status where tenant_id = @tenantId for no key update", new { tenantId });
        var known = (
            await work.List<Known>(
                "select external_id, member_id, support_number, anonymised_at is not null as is_anonymised from core.members where tenant_id = @tenantId and external_id = any(@externalIds)",
                new { tenantId, externalIds = items.Select(item => item.ExternalId).ToArray() }
            )
        ).ToDictionary(row => row.ExternalId, StringComparer.Ordinal);

        var prepared = new List<Prepared>(items.Count);
        foreach (var item in items)
        {
            var before = known.GetValueOrDefault(item.ExternalId);
            var memberId = before?.MemberId ?? ids.New("mbr");
            // Of whom was anonymised nothing is taken in any more that says who it was; it may have been on its way.
            var body =
                lifecycle is Lifecycle.Anonymised || before is { IsAnonymised: true } ? Json.Without(item.Body, "name", "email", "support_number") : item.Body;
            var brought = body.TryGetProperty("support_number", out var number) ? number.GetString() : null;
            prepared.Add(new(memberId, item.ExternalId, brought ?? before?.SupportNumber, before?.SupportNumber, body));
        }
        return await Numbers(tenantId, prepared, work);
    }

    private static async Task<List<Prepared>> Numbers(string tenantId, List<Prepared> prepared, Work work)
    {
        var brought = prepared.Where(one => one.SupportNumber is not null && one.SupportNumber != one.Before).ToList();
        var taken = await Claim(tenantId, brought, work);
        if (brought.FirstOrDefault(one => !taken.Contains(one.SupportNumber!)) is { } refused)
            throw new Problem(
                409,
                "support_number_taken",
                $"{refused.SupportNumber} belongs to somebody else. Leave support_number out to be given a free one."
            );

        for (
            var without = prepared.Where(one => one.SupportNumber is null).ToList();
            without.Count > 0;
            without = prepared.Where(one => one.SupportNumber is null).ToList()
        )
        {
            var drawn = without.ConvertAll(one =>
                one with
                {
                    SupportNumber = "#U" + RandomNumberGenerator.GetInt32(1_000_000_000).ToString("D9", CultureInfo.InvariantCulture),
                }
            );
            var free = await Claim(tenantId, [.. drawn.DistinctBy(one => one.SupportNumber)], work);
            var given = drawn
                .DistinctBy(one => one.SupportNumber)
                .Where(one => free.Contains(one.SupportNumber!))
                .ToDictionary(one => one.MemberId, StringComparer.Ordinal);
            prepared = prepared.ConvertAll(one => given.GetValueOrDefault(one.MemberId, one));
        }
        return prepared;
    }

    /// <returns>the numbers that were free and now are these members'</returns>
    private static async Task<HashSet<string>> Claim(string tenantId, List<Prepared> wanted, Work work) =>
        (
            await work.List<string>(
                """
                insert into core.support_numbers (number, tenant_id, member_id)
                select n.number, @tenantId, n.member_id from unnest(@numbers, @members) n(number, member_id) order by n.number
                on conflict do nothing
                returning number
                """,
                new
                {
                    tenantId,
                    numbers = wanted.Select(one => one.SupportNumber).ToArray(),
                    members = wanted.Select(one => one.MemberId).ToArray(),
                }
            )
        ).ToHashSet(StringComparer.Ordinal);

    private const string Reports =
        "with r as materialized (select e->>'member_id' as member_id, e->>'external_id' as external_id, e->>'support_number' as support_number, e->'body' as b from unnest(@reports) e)";

    private const string Make =
        Reports
        + """
            insert into core.members (tenant_id, member_id, external_id, support_number, joined_at)
            select @tenantId, r.member_id, r.external_id, r.support_number, coalesce((b->>'joined_at')::timestamptz, @at)
              from r
             where not exists (select 1 from core.members m where m.tenant_id = @tenantId and m.member_id = r.member_id)
            """;

    private const string Update =
        Reports
        + """
            update core.members m
               set name = case when b ? 'name' then b->>'name' else m.name end,
                   email = case when b ? 'email' then b->>'email' else m.email end,
                   role = case when b ? 'role' then b->>'role' else m.role end,
                   support_number = r.support_number,
                   last_seen_at = greatest((b->>'last_seen_at')::timestamptz, m.last_seen_at),
                   joined_at = coalesce((b->>'joined_at')::timestamptz, m.joined_at)
              from r
             where m.tenant_id = @tenantId and m.member_id = r.member_id
            """;

    private sealed record Known(string ExternalId, string MemberId, string SupportNumber, bool IsAnonymised);

    private sealed record Prepared(string MemberId, string ExternalId, string? SupportNumber, string? Before, JsonElement Body);
}

/// <summary>A person inside a tenant.</summary>
public sealed record Member(
    string MemberId,
    string ExternalId,
    string? Name,
    string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt
);
