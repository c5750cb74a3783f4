using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Client;

/// <summary>What an application says to its console. Tenants and members are named by your own ids.</summary>
/// <remarks>Every call waits a little where the console asks for it, and then throws: <see cref="RefusedException"/> when it refuses, <see cref="HttpRequestException"/> when it is away.</remarks>
public sealed class OwnerConsoleClient
{
    /// <summary>Reports in one request.</summary>
    private const int Most = 500;

    private readonly ConsoleWire _wire;
    private readonly IOutbox _outbox;
    private readonly CloudEvents _events;
    private readonly OwnerConsoleOptions _options;
    private readonly OwnerConsoleHandlers _handlers;

    internal OwnerConsoleClient(ConsoleWire wire, IOutbox outbox, CloudEvents events, OwnerConsoleOptions options, OwnerConsoleHandlers handlers) =>
        (_wire, _outbox, _events, _options, _handlers) = (wire, outbox, events, options, handlers);

    /// <summary>Says what the application can do. Said again it changes nothing; what it leaves out is no longer offered.</summary>
    public Task Declare(ApplicationDeclaration declaration, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Put, _options.ReplacesOther ? "/api/v1/application?replace=true" : "/api/v1/application", Said(declaration), stop);

    /// <summary>What has a handler for its preview is declared so.</summary>
    private object Said(ApplicationDeclaration declaration)
    {
        string[] tasks = [.. declaration.Tasks ?? [.. _handlers.Kinds.Except(declaration.Operations.Select(one => one.Name))]];
        return new
        {
            Name = _options.Application,
            _options.Version,
            declaration.ImpersonationUrl,
            Tasks = tasks,
            Previews = tasks.Where(task => _handlers.Foretelling(task) is not null),
            Operations = declaration.Operations.Select(one => one with { Preview = one.Preview || _handlers.Foretelling(one.Name) is not null }),
            declaration.Meters,
            declaration.Attributes,
            declaration.SubjectTypes,
        };
    }

    /// <summary>Makes a tenant, or brings it up to date.</summary>
    public Task<TenantReported> ReportTenant(string tenant, TenantReport report, CancellationToken stop = default) =>
        _wire.Ask<TenantReported>(HttpMethod.Put, Tenant(tenant), report, stop);

    /// <summary>Reports any number of tenants by their ids, in requests of 500: each of these is taken in whole, or not at all.</summary>
    public Task<IReadOnlyList<TenantReported>> ReportTenants(IReadOnlyDictionary<string, TenantReport> reports, CancellationToken stop = default) =>
        Bulk<TenantReport, TenantReported>("/api/v1/tenants", reports, stop);

    /// <summary>Makes a person of a tenant, or brings them up to date.</summary>
    public Task<MemberReported> ReportMember(string tenant, string member, MemberReport report, CancellationToken stop = default) =>
        _wire.Ask<MemberReported>(HttpMethod.Put, $"{Tenant(tenant)}/members/{Own(member)}", report, stop);

    /// <summary>Reports any number of people of a tenant by their ids, in requests of 500: each of these is taken in whole, or not at all.</summary>
    public Task<IReadOnlyList<MemberReported>> ReportMembers(
        string tenant,
        IReadOnlyDictionary<string, MemberReport> reports,
        CancellationToken stop = default
    ) => Bulk<MemberReport, MemberReported>($"{Tenant(tenant)}/members", reports, stop);

    /// <summary>Reports what else you have inside of a tenant, any number by their ids, in requests of 500: each of these is taken in whole, or not at all.</summary>
    /// <param name="type">the name of a <see cref="DeclaredSubjectType"/></param>
    public Task<IReadOnlyList<SubjectReported>> ReportSubjects(
        string tenant,
        string type,
        IReadOnlyDictionary<string, SubjectReport> reports,
        CancellationToken stop = default
    ) => Bulk<SubjectReport, SubjectReported>($"{Tenant(tenant)}/subjects/{Uri.EscapeDataString(type)}", reports, stop);

    /// <summary>Reports that something happened. It returns when the event is kept; it is sent with others a moment later, until the console has answered for it.</summary>
    /// <exception cref="InvalidOperationException">the application is stopping</exception>
    public Task Report(ReportedEvent happened, CancellationToken stop = default) => _outbox.Add(_events.Write(happened), stop);

    /// <summary>A person begins to use the application.</summary>
    /// <param name="session">your id of it, the same in its start and its end</param>
    public Task StartSession(string tenant, string member, string session, CancellationToken stop = default) =>
        Report(End("session.started", tenant, member, session), stop);

    /// <summary>A person stops using the application.</summary>
    public Task EndSession(string tenant, string member, string session, CancellationToken stop = default) =>
        Report(End("session.ended", tenant, member, session), stop);

    /// <summary>Sends up to 1,000 events at once and answers what became of each: for history, and for whoever keeps events by themselves.</summary>
    /// <param name="isHistory">they may be older than 32 days</param>
    public Task<EventAnswer> Send(IReadOnlyList<ReportedEvent> happened, bool isHistory = false, CancellationToken stop = default)
    {
        var lines = happened.Select(_events.Write).ToList();
        var path = isHistory ? EventSender.Path + "?backfill=true" : EventSender.Path;
        return _wire.Send<EventAnswer>(HttpMethod.Post, path, () => CloudEvents.Batch(lines), stop);
    }

    /// <summary>A process of the application is alive.</summary>
    /// <param name="instance">your id of it</param>
    public Task Beat(string instance, Heartbeat heartbeat, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Put, $"/api/v1/instances/{Uri.EscapeDataString(instance)}/heartbeat", heartbeat, stop);

    /// <summary>Lets somebody of a tenant in to the tenant's own pages, where they see their plan and what is used of it. You vouch for who it is. Ask each time they open them, and keep the link nowhere.</summary>
    /// <param name="member">your id of who it is; null when you don't say</param>
    /// <param name="returnTo">where the page leads back to; null for nowhere</param>
    public Task<PortalLink> OpenPortal(
        string tenant,
        string? member = null,
        Uri? returnTo = null,
        PortalScopes scopes = PortalScopes.All,
        CancellationToken stop = default
    ) =>
        _wire.Ask<PortalLink>(
            HttpMethod.Post,
            "/api/v1/portal-sessions",
            new
            {
                Tenant = "ext:" + tenant,
                Member = member is null ? null : "ext:" + member,
                Scopes = Words(scopes),
                ReturnUrl = returnTo?.AbsoluteUri,
            },
            stop
        );

    private static IEnumerable<string> Words(PortalScopes scopes)
    {
        if (scopes.HasFlag(PortalScopes.PlanRead))
            yield return "plan.read";
        if (scopes.HasFlag(PortalScopes.UpgradeRequest))
            yield return "upgrade.request";
    }

    private static ReportedEvent End(string type, string tenant, string member, string session) =>
        new(type, tenant)
        {
            Id = $"{type}/{session}",
            Member = member,
            Data = new { session },
        };

    private static string Tenant(string id) => "/api/v1/tenants/" + Own(id);

    private static string Own(string id) => "ext:" + Uri.EscapeDataString(id);

    private async Task<IReadOnlyList<TAnswer>> Bulk<TReport, TAnswer>(string path, IReadOnlyDictionary<string, TReport> reports, CancellationToken stop)
    {
        var answers = new List<TAnswer>();
        foreach (var some in reports.Chunk(Most))
            answers.AddRange((await _wire.Ask<Page<TAnswer>>(HttpMethod.Put, path, new { Data = some.Select(Named) }, stop)).Data);
        return answers;
    }

    private static JsonNode Named<TReport>(KeyValuePair<string, TReport> report)
    {
        var json = JsonSerializer.SerializeToNode(report.Value, ConsoleJson.Options)!; // a report is an object
        json["id"] = "ext:" + report.Key;
        return json;
    }

    private sealed record Page<T>(IReadOnlyList<T> Data);
}
