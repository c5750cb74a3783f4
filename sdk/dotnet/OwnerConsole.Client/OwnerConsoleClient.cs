using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Client;

/// <summary>Client of the console's API for reporting. Tenants and members are identified by your own IDs.</summary>
/// <remarks>Calls retry for a short time if the console is busy. Then they throw <see cref="RefusedException"/> if the console rejects them, or <see cref="HttpRequestException"/> if it is unreachable.</remarks>
public sealed class OwnerConsoleClient
{
    /// <summary>Maximum number of reports per request.</summary>
    private const int MaxReports = 500;

    private readonly ConsoleHttpClient _wire;
    private readonly IOutbox _outbox;
    private readonly CloudEvents _events;
    private readonly OwnerConsoleOptions _options;
    private readonly OwnerConsoleHandlers _handlers;

    internal OwnerConsoleClient(ConsoleHttpClient wire, IOutbox outbox, CloudEvents events, OwnerConsoleOptions options, OwnerConsoleHandlers handlers) =>
        (_wire, _outbox, _events, _options, _handlers) = (wire, outbox, events, options, handlers);

    /// <summary>Declares the capabilities of the application. Repeating it changes nothing; anything left out is withdrawn.</summary>
    public Task Declare(ApplicationDeclaration declaration, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Put, _options.ReplacesOther ? "/api/v1/application?replace=true" : "/api/v1/application", ToBody(declaration), stop);

    /// <summary>Adds the previews that have a handler.</summary>
    private object ToBody(ApplicationDeclaration declaration)
    {
        string[] tasks = [.. declaration.Tasks ?? [.. _handlers.Kinds.Except(declaration.Operations.Select(operation => operation.Name))]];
        return new
        {
            Name = _options.Application,
            _options.Version,
            declaration.ImpersonationUrl,
            Tasks = tasks,
            Previews = tasks.Where(task => _handlers.FindPreviewHandler(task) is not null),
            Operations = declaration.Operations.Select(operation =>
                operation with
                {
                    Preview = operation.Preview || _handlers.FindPreviewHandler(operation.Name) is not null,
                }
            ),
            declaration.Meters,
            declaration.Attributes,
            declaration.SubjectTypes,
            declaration.MemberAttributes,
        };
    }

    /// <summary>Creates or updates a tenant.</summary>
    public Task<ReportedTenant> ReportTenant(string tenant, TenantReport report, CancellationToken stop = default) =>
        _wire.Ask<ReportedTenant>(HttpMethod.Put, Tenant(tenant), report, stop);

    /// <summary>Reports any number of tenants by their IDs, in requests of 500. Each request is stored completely or not at all.</summary>
    public Task<IReadOnlyList<ReportedTenant>> ReportTenants(IReadOnlyDictionary<string, TenantReport> reports, CancellationToken stop = default) =>
        Bulk<TenantReport, ReportedTenant>("/api/v1/tenants", reports, stop);

    /// <summary>Creates or updates a member of a tenant.</summary>
    public Task<ReportedMember> ReportMember(string tenant, string member, MemberReport report, CancellationToken stop = default) =>
        _wire.Ask<ReportedMember>(HttpMethod.Put, $"{Tenant(tenant)}/members/{Own(member)}", report, stop);

    /// <summary>Reports any number of members of a tenant by their IDs, in requests of 500. Each request is stored completely or not at all.</summary>
    public Task<IReadOnlyList<ReportedMember>> ReportMembers(
        string tenant,
        IReadOnlyDictionary<string, MemberReport> reports,
        CancellationToken stop = default
    ) => Bulk<MemberReport, ReportedMember>($"{Tenant(tenant)}/members", reports, stop);

    /// <summary>Reports any number of records inside a tenant by their IDs, in requests of 500. Each request is stored completely or not at all.</summary>
    /// <param name="type">Name of a <see cref="DeclaredSubjectType"/>.</param>
    public Task<IReadOnlyList<ReportedSubject>> ReportSubjects(
        string tenant,
        string type,
        IReadOnlyDictionary<string, SubjectReport> reports,
        CancellationToken stop = default
    ) => Bulk<SubjectReport, ReportedSubject>($"{Tenant(tenant)}/subjects/{Uri.EscapeDataString(type)}", reports, stop);

    /// <summary>Reports an event. It returns once the event is queued; batches are sent shortly after and retried until the console has accepted them.</summary>
    /// <exception cref="InvalidOperationException">The application is stopping.</exception>
    public Task Report(ReportedEvent happened, CancellationToken stop = default) => _outbox.Add(_events.Write(happened), stop);

    /// <summary>Reports that a member started a session.</summary>
    /// <param name="session">Your ID of the session, the same for its start and end.</param>
    public Task StartSession(string tenant, string member, string session, CancellationToken stop = default) =>
        Report(End("session.started", tenant, member, session), stop);

    /// <summary>Reports that a member ended a session.</summary>
    public Task EndSession(string tenant, string member, string session, CancellationToken stop = default) =>
        Report(End("session.ended", tenant, member, session), stop);

    /// <summary>Sends up to 1,000 events immediately and returns the result, for history and for applications with their own queue.</summary>
    /// <param name="isHistory">True to allow events older than 32 days.</param>
    public Task<EventResult> Send(IReadOnlyList<ReportedEvent> happened, bool isHistory = false, CancellationToken stop = default)
    {
        var lines = happened.Select(_events.Write).ToList();
        var path = isHistory ? EventSender.Path + "?backfill=true" : EventSender.Path;
        return _wire.Send<EventResult>(HttpMethod.Post, path, () => CloudEvents.Batch(lines), stop);
    }

    /// <summary>Reports that a process of the application is running.</summary>
    /// <param name="instance">Your ID of the process.</param>
    public Task SendHeartbeat(string instance, Heartbeat heartbeat, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Put, $"/api/v1/instances/{Uri.EscapeDataString(instance)}/heartbeat", heartbeat, stop);

    /// <summary>Creates a link to the tenant portal, where a member sees the plan and usage of the tenant. You vouch for the user's identity. Request a new link each time, and do not store it.</summary>
    /// <param name="member">Your ID of the member; null if unknown.</param>
    /// <param name="returnTo">Address to which the portal links back; null for none.</param>
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

    /// <summary>Lists the newest notifications of a member, with the number of unread ones for your bell.</summary>
    /// <param name="limit">Maximum number, up to 500.</param>
    public Task<MemberNotifications> Notifications(string tenant, string member, int limit = 20, bool onlyUnread = false, CancellationToken stop = default) =>
        _wire.Ask<MemberNotifications>(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"{Inbox(member)}?tenant={Own(tenant)}&limit={limit}{(onlyUnread ? "&unread=true" : "")}"),
            body: null,
            stop
        );

    /// <summary>Marks a notification of a member as read. Repeating it changes nothing.</summary>
    /// <param name="isClick">True if the member opened the link of the notification.</param>
    public Task<MemberNotification> MarkRead(string tenant, string member, string notification, bool isClick = false, CancellationToken stop = default) =>
        _wire.Ask<MemberNotification>(
            HttpMethod.Post,
            $"{Inbox(member)}/{Uri.EscapeDataString(notification)}/{(isClick ? "click" : "read")}?tenant={Own(tenant)}",
            new { },
            stop
        );

    /// <summary>Marks all notifications of a member as read.</summary>
    public Task MarkAllRead(string tenant, string member, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Post, $"{Inbox(member)}/read_all?tenant={Own(tenant)}", new { }, stop);

    private static string Inbox(string member) => $"/api/v1/members/{Own(member)}/notifications";

    private static IEnumerable<string> Words(PortalScopes scopes)
    {
        if (scopes.HasFlag(PortalScopes.PlanRead))
            yield return "plan.read";
        if (scopes.HasFlag(PortalScopes.UpgradeRequest))
            yield return "upgrade.request";
        if (scopes.HasFlag(PortalScopes.NotificationRead))
            yield return "notification.read";
        if (scopes.HasFlag(PortalScopes.StatusRead))
            yield return "status.read";
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
        foreach (var some in reports.Chunk(MaxReports))
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
