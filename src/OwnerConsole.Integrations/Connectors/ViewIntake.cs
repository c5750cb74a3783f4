using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Passes rows to the same intakes as reports from the API, with the same validation, deduplication and list of rejected events.</summary>
public sealed class ViewIntake(Database database, TenantReports tenants, MemberReports members, EventIntake events)
{
    private const string Client = "SQL views",
        Source = "/owner_console_events";

    /// <summary>The caller on whose behalf rows are reported; its name is listed like an API key.</summary>
    private static readonly Caller s_reader = new("connector", CallerKind.Key, [], Mode.Live);

    /// <summary>Fields that are left out when they are null, because null would clear them.</summary>
    private static readonly string[] s_kept =
    [
        "name",
        "lifecycle",
        "opened_at",
        "joined_at",
        "plan_items",
        "attributes",
        "stripe_customer_ids",
        "support_number",
    ];

    /// <returns>The rejected rows of tenants and members. Rejected events are listed on the ingest page instead.</returns>
    internal async Task<IReadOnlyList<RejectedRow>> Ingest(SqlView view, IReadOnlyList<ViewRow> rows, CancellationToken stop)
    {
        if (view == SqlView.Events)
        {
            await events.Ingest(s_reader, Client, isBackfill: true, [.. rows.Select(Event)], stop); // always as backfill, because old events are valid and duplicates are detected
            return [];
        }
        var rejected = new List<RejectedRow>();
        var last = rows.GroupBy(row => row.Id, StringComparer.Ordinal).Select(same => same.Last()).ToList(); // a row that changed between two pages appears twice
        var read = last.Select(row => Read(view, row, rejected)).OfType<ParsedReport>().ToList();
        if (view == SqlView.Tenants)
            await Bisect(
                view,
                read,
                some => tenants.Apply(s_reader, [.. some.Select(parsedReport => new TenantReports.Item($"ext:{parsedReport.Id}", parsedReport.Body))], stop),
                rejected
            );
        else
            await Members(read, rejected, stop);
        return rejected;
    }

    /// <returns>Why the row would be rejected; null if it is valid on its own.</returns>
    internal static string? Check(SqlView view, ViewRow row)
    {
        var rejected = new List<RejectedRow>();
        if (view == SqlView.Events)
            return Event(row).Rejected?.Advice;
        Read(view, row, rejected);
        return rejected is [var one] ? one.Error : null;
    }

    private async Task Members(List<ParsedReport> read, List<RejectedRow> rejected, CancellationToken stop)
    {
        var known = await Tenants([.. read.Select(parsedReport => parsedReport.Tenant).OfType<string>().Distinct(StringComparer.Ordinal)], stop);
        foreach (var some in read.GroupBy(parsedReport => known.GetValueOrDefault(parsedReport.Tenant ?? "")))
            if (some.Key is not { } tenant)
                rejected.AddRange(
                    some.Select(parsedReport =>
                        Rejected(SqlView.Members, parsedReport.Id, "tenant_external_id: owner_console_tenants has no row with this id.")
                    )
                );
            else
                await Bisect(
                    SqlView.Members,
                    [.. some],
                    few => members.Apply(tenant, [.. few.Select(parsedReport => new MemberReports.Item(parsedReport.Id, parsedReport.Body))], stop),
                    rejected
                );
    }

    private async Task<Dictionary<string, string>> Tenants(string[] externalIds, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var found = await work.List<KnownTenant>(
            "select external_id, tenant_id from core.tenants where mode = 'live' and external_id = any(@externalIds)",
            new { externalIds }
        );
        return found.ToDictionary(row => row.ExternalId, row => row.TenantId, StringComparer.Ordinal);
    }

    /// <summary>Passes rows to an intake, which accepts all or none. On an error the rows are split in half until the rejected one is found.</summary>
    private static async Task Bisect(SqlView view, IReadOnlyList<ParsedReport> some, Func<IReadOnlyList<ParsedReport>, Task> take, List<RejectedRow> rejected)
    {
        if (some.Count == 0)
            return;
        try
        {
            await take(some);
        }
        catch (Problem problem) when (problem.Status is 400 or 404 or 409)
        {
            if (some.Count == 1)
            {
                rejected.Add(Rejected(view, some[0].Id, problem.Message));
                return;
            }
            await Bisect(view, [.. some.Take(some.Count / 2)], take, rejected);
            await Bisect(view, [.. some.Skip(some.Count / 2)], take, rejected);
        }
    }

    private static ParsedReport? Read(SqlView view, ViewRow row, List<RejectedRow> rejected)
    {
        try
        {
            if (row.Id.Length is 0 or > 200 || row.Id.Any(char.IsControl))
                throw Problem.Invalid(view.Key, "must be your own id with 1 to 200 printable characters.");
            var body = JsonNode.Parse(row.Body)!.AsObject(); // never null: to_jsonb of a row
            body.Remove(view.Key);
            foreach (var field in s_kept)
                if (body.TryGetPropertyValue(field, out var value) && value is null)
                    body.Remove(field);
            body.Remove("tenant_external_id", out var tenant);
            var element = Json.Element(body);
            return new(
                row.Id,
                tenant?.GetValue<string>(),
                view == SqlView.Tenants ? TenantReportRequest.Read(element, "") : MemberReportRequest.Read(element, "")
            );
        }
        catch (Problem problem)
        {
            rejected.Add(Rejected(view, row.Id, problem.Message));
            return null;
        }
    }

    private static ParsedEvent Event(ViewRow row)
    {
        var said = JsonNode.Parse(row.Body)!.AsObject(); // never null: to_jsonb of a row
        var tenant = (string?)said["tenant_external_id"];
        return CloudEventReader.ReadOne(
            Json.Element(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["specversion"] = "1.0",
                    ["id"] = row.Id,
                    ["source"] = (string?)said["source"] ?? Source,
                    ["type"] = (string?)said["type"],
                    ["subject"] = tenant is null ? null : $"ext:{tenant}",
                    ["time"] = (string?)said["time"],
                    ["member"] = (string?)said["member_external_id"],
                    ["data"] = said["data"],
                }
            )
        );
    }

    private static RejectedRow Rejected(SqlView view, string id, string error) => new(view.Name, id, error, default);

    private sealed record ParsedReport(string Id, string? Tenant, JsonElement Body);

    private sealed record KnownTenant(string ExternalId, string TenantId);
}
