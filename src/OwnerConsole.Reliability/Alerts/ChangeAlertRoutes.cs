using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Replaces the destinations, mute times and escalation of alerts.</summary>
public sealed partial class ChangeAlertRoutes(IEnumerable<IChannelPoster> posters) : Operation<AlertRoutesFacts, ChangeAlertRoutes.Input>
{
    public const string Name = "alert_routes.change";

    private const int MaxRoutes = 40,
        MaxSteps = 40,
        MaxMuteTimes = 20;

    public sealed record Input(
        [System.ComponentModel.Description("Destinations by severity. A severity without a destination sends no notifications.")]
            IReadOnlyList<AlertRoute> Routes,
        [System.ComponentModel.Description(
            "Times in which alerts of a severity send no notifications, such as nights. They are sent at the end if they are still firing."
        )]
            IReadOnlyList<AlertMuteTime>? MuteTimes = null,
        [System.ComponentModel.Description(
            "Escalation: destinations that are notified after some minutes without acknowledgement, each once until the alerts are resolved."
        )]
            IReadOnlyList<EscalationStep>? Steps = null
    )
    {
        /// <summary>The mute times without duplicates, the most urgent first.</summary>
        internal IReadOnlyList<AlertMuteTime> NormalizedMuteTimes =>
            [.. (MuteTimes ?? []).Select(mute => mute.Normalize()).Distinct().OrderByDescending(mute => mute.Severity)];

        /// <summary>The escalation steps without duplicates, the most urgent and earliest first.</summary>
        internal IReadOnlyList<EscalationStep> NormalizedSteps =>
            [.. (Steps ?? []).Select(step => step.Normalize()).Distinct().OrderByDescending(step => step.Severity).ThenBy(step => step.AfterMinutes)];

        /// <summary>The routes without duplicates, the most urgent first.</summary>
        internal IReadOnlyList<AlertRoute> Normalized => [.. Routes.Select(route => route.Normalize()).Distinct().OrderByDescending(route => route.Severity)];
    }

    public override Input Example =>
        new(
            [new(AlertSeverity.Critical, "chn_00000000000000000000000000")],
            [new(AlertSeverity.Low, MuteDays.EveryDay, "18:00", "08:00")],
            [new(AlertSeverity.Critical, 15, "usr_00000000000000000000000000")]
        );

    public override OperationDefinition Definition =>
        new(Name, "Change alert routes", "changed")
        {
            Subject = "platform",
            DoneSentence = "Alert routes changed",
            Synonyms = "notification, destination, on-call, escalation, slack, email, mute time, night, weekend",
            RestoredByUndo = "The previous destinations, mute times and escalation, unless they were changed again.",
        };

    public override async Task<IReadOnlyList<AlertRoutesFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>($"select r.opened_by from alerts.routes r where r.tenant_id = 'tnt_platform' and r.closed_by is null {work.ForUpdate("r")}");
        var revision = await work.One<long>("select count(*) + count(r.closed_by) from alerts.routes r where r.tenant_id = 'tnt_platform'");
        return [new(revision, await AlertRouteTable.Find(work), await AlertDestinations.Find(posters, work))];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work)
    {
        var table = await AlertRouteTable.Find(work);
        return
        [
            .. table.Routes.SelectMany(
                (route, row) =>
                    new (string, string?)[]
                    {
                        (Field("routes", row, "severity"), route.Severity.ToText()),
                        (Field("routes", row, "destination"), route.Destination),
                        (Field("routes", row, "phone"), route.Phone),
                    }
            ),
            .. table.MuteTimes.SelectMany(
                (mute, row) =>
                    new (string, string?)[]
                    {
                        (Field("mute_times", row, "severity"), mute.Severity.ToText()),
                        (Field("mute_times", row, "days"), mute.Days.ToText()),
                        (Field("mute_times", row, "from"), mute.From),
                        (Field("mute_times", row, "to"), mute.To),
                    }
            ),
            .. table.Steps.SelectMany(
                (step, row) =>
                    new (string, string?)[]
                    {
                        (Field("steps", row, "severity"), step.Severity.ToText()),
                        (Field("steps", row, "after_minutes"), step.AfterMinutes.ToString(CultureInfo.InvariantCulture)),
                        (Field("steps", row, "destination"), step.Destination),
                        (Field("steps", row, "phone"), step.Phone),
                    }
            ),
        ];
    }

    public override Refusal? Refuse(AlertRoutesFacts subject, Input input)
    {
        var (routes, steps) = (input.Normalized, input.NormalizedSteps);
        IReadOnlyList<AlertRoute> destinations = [.. routes, .. steps.Select(step => step.Route)];
        var phones = subject.Destinations.Channels.Where(channel => channel.NeedsPhone).Select(channel => channel.Id).ToList();
        return routes.Count > MaxRoutes ? new("too_many_routes", $"There can be at most {MaxRoutes} destinations.")
            : steps.Count > MaxSteps ? new("too_many_steps", $"There can be at most {MaxSteps} escalation steps.")
            : steps.Any(step => step.AfterMinutes is < 1 or > EscalationStep.MaxMinutes)
                ? new("bad_step_delay", $"An escalation step must follow after 1 to {EscalationStep.MaxMinutes} minutes.")
            : destinations.Any(route => !subject.Destinations.Contains(route.Destination))
                ? new("unknown_destination", $"A destination must be a channel, or a team member who can see alerts.")
            : steps.Any(step => routes.All(route => route.Severity != step.Severity))
                ? new("step_without_route", $"A severity with escalation steps needs a destination.")
            : destinations.Any(route => phones.Contains(route.Destination) && !PhoneNumber().IsMatch(route.Phone ?? ""))
                ? new("bad_number", $"SMS and WhatsApp need a phone number with country code and without spaces, such as +41441234567.")
            : destinations.Any(route => route.Phone is not null && !phones.Contains(route.Destination))
                ? new("phone_not_used", $"Only SMS and WhatsApp use a phone number. Leave it blank for other destinations.")
            : input.NormalizedMuteTimes.Count > MaxMuteTimes ? new("too_many_mute_times", $"There can be at most {MaxMuteTimes} mute times.")
            : input.NormalizedMuteTimes.Any(mute => mute.Compile("UTC") is null)
                ? new("bad_mute_time", $"Enter the start and the end of a mute time as HH:mm, such as 18:00.")
            : subject.Table.ChangedAt is not null
            && routes.SequenceEqual(subject.Table.Routes)
            && input.NormalizedMuteTimes.SequenceEqual(subject.Table.MuteTimes)
            && steps.SequenceEqual(subject.Table.Steps)
                ? new("no_change", $"These are already the destinations, mute times and escalation steps.")
            : null;
    }

    public override Decision Decide(AlertRoutesFacts subject, Input input)
    {
        var destinations = input.Normalized.Select(route => route.Destination).Distinct(StringComparer.Ordinal).Count();
        var steps = input.NormalizedSteps.Count;
        return steps == 0
            ? new($"Alerts are sent to {destinations:destination} from now on.")
            : new($"Alerts are sent to {destinations:destination} from now on, and to {steps:escalation step} without acknowledgement.");
    }

    public override async Task Execute(IReadOnlyList<AlertRoutesFacts> accepted, Input input, UnitOfWork work)
    {
        await AlertRouteTable.Versions.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into alerts.routes (tenant_id, routes, mute_times, steps, opened_by, opened_at)
            values ('tnt_platform', @routes, @muteTimes, @steps, @run, clock_timestamp())
            """,
            new
            {
                routes = Json.Element(input.Normalized),
                muteTimes = Json.Element(input.NormalizedMuteTimes),
                steps = Json.Element(input.NormalizedSteps),
                run = work.RunId,
            }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRoutesFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRouteTable.Versions.Undo([IdGenerator.Platform], undoneRun, work);

    private static string Field(string list, int row, string name) => string.Create(CultureInfo.InvariantCulture, $"{list}.{row}.{name}");

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$", RegexOptions.None, 1000)]
    private static partial Regex PhoneNumber();
}

/// <summary>The platform with its destinations of alerts.</summary>
/// <param name="Table">Current destinations.</param>
/// <param name="Destinations">Channels and team members that can be destinations.</param>
public sealed record AlertRoutesFacts(long Revision, AlertRouteTable Table, AlertDestinations Destinations) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;
}
