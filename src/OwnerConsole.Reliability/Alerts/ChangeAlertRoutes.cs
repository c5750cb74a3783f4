using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Replaces the destinations of alerts.</summary>
public sealed partial class ChangeAlertRoutes(IEnumerable<IChannelPoster> posters) : Operation<AlertRoutesFacts, ChangeAlertRoutes.Input>
{
    public const string Name = "alert_routes.change";

    private const int MaxRoutes = 40;

    public sealed record Input(
        [System.ComponentModel.Description("Destinations by severity. A severity without a destination sends no notifications.")]
            IReadOnlyList<AlertRoute> Routes
    )
    {
        /// <summary>The routes without duplicates, the most urgent first.</summary>
        internal IReadOnlyList<AlertRoute> Normalized => [.. Routes.Select(route => route.Normalize()).Distinct().OrderByDescending(route => route.Severity)];
    }

    public override Input Example => new([new(AlertSeverity.Critical, "chn_00000000000000000000000000")]);

    public override OperationDefinition Definition =>
        new(Name, "Change alert routes", "changed")
        {
            Subject = "platform",
            DoneSentence = "Alert routes changed",
            Synonyms = "notification, destination, on-call, escalation, slack, email",
            RestoredByUndo = "The previous destinations, unless they were changed again.",
        };

    public override async Task<IReadOnlyList<AlertRoutesFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>($"select r.opened_by from alerts.routes r where r.tenant_id = 'tnt_platform' and r.closed_by is null {work.ForUpdate("r")}");
        var revision = await work.One<long>("select count(*) + count(r.closed_by) from alerts.routes r where r.tenant_id = 'tnt_platform'");
        var channels = new List<PostChannel>();
        foreach (var poster in posters) // at most one
            channels.AddRange(await poster.List(work));
        return [new(revision, await AlertRouteTable.Find(work), channels, await CallerLookup.ListWhoCan(AlertPageRoutes.Read, work))];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        [
            .. (await AlertRouteTable.Find(work)).Routes.SelectMany(
                (route, row) =>
                    new (string, string?)[]
                    {
                        (Field(row, "severity"), route.Severity.ToText()),
                        (Field(row, "destination"), route.Destination),
                        (Field(row, "phone"), route.Phone),
                    }
            ),
        ];

    public override Refusal? Refuse(AlertRoutesFacts subject, Input input)
    {
        var routes = input.Normalized;
        var phones = subject.Channels.Where(channel => channel.NeedsPhone).Select(channel => channel.Id).ToList();
        return routes.Count > MaxRoutes ? new("too_many_routes", $"There can be at most {MaxRoutes} destinations.")
            : routes.Any(route => !subject.Channels.Any(channel => channel.Id == route.Destination) && !subject.People.Contains(route.Destination))
                ? new("unknown_destination", $"A destination must be a channel, or a team member who can see alerts.")
            : routes.Any(route => phones.Contains(route.Destination) && !PhoneNumber().IsMatch(route.Phone ?? ""))
                ? new("bad_number", $"SMS and WhatsApp need a phone number with country code and without spaces, such as +41441234567.")
            : routes.Any(route => route.Phone is not null && !phones.Contains(route.Destination))
                ? new("phone_not_used", $"Only SMS and WhatsApp use a phone number. Leave it blank for other destinations.")
            : subject.Table.ChangedAt is not null && routes.SequenceEqual(subject.Table.Routes) ? new("no_change", $"These are already the destinations.")
            : null;
    }

    public override Decision Decide(AlertRoutesFacts subject, Input input) =>
        new($"Alerts are sent to {input.Normalized.Select(route => route.Destination).Distinct(StringComparer.Ordinal).Count():destination} from now on.");

    public override async Task Execute(IReadOnlyList<AlertRoutesFacts> accepted, Input input, UnitOfWork work)
    {
        await AlertRouteTable.Versions.Close([IdGenerator.Platform], work);
        await work.Execute(
            "insert into alerts.routes (tenant_id, routes, opened_by, opened_at) values ('tnt_platform', @routes, @run, clock_timestamp())",
            new { routes = Json.Element(input.Normalized), run = work.RunId }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRoutesFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRouteTable.Versions.Undo([IdGenerator.Platform], undoneRun, work);

    private static string Field(int row, string name) => string.Create(CultureInfo.InvariantCulture, $"routes.{row}.{name}");

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$", RegexOptions.None, 1000)]
    private static partial Regex PhoneNumber();
}

/// <summary>The platform with its destinations of alerts.</summary>
/// <param name="Table">Current destinations.</param>
/// <param name="Channels">Channels that can be destinations.</param>
/// <param name="People">Ids of team members who can be destinations.</param>
public sealed record AlertRoutesFacts(long Revision, AlertRouteTable Table, IReadOnlyList<PostChannel> Channels, IReadOnlyList<string> People) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;
}
