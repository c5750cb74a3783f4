using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Incidents.Pages;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Changes what an incident is about. The severity can be raised freely, and lowered with a reason.</summary>
public sealed class ChangeIncident(ImpactReader impacts) : Operation<IncidentFacts, ChangeIncident.Input>
{
    public const string Name = "incident.change";

    public sealed record Input(
        [StringLength(IncidentVersion.MaxTitle)] [Description("Effect on tenants, such as Bookings fail.")] string Title,
        [Description("How severe it is.")] IncidentSeverity Severity,
        [StringLength(500)] [Description("Why the severity is lowered.")] string? SeverityReason = null,
        [DataType(DataType.DateTime)]
        [Description("When tenants were first affected, with its offset, such as 2026-11-28T09:00:00Z. Leave blank to keep it.")]
            DateTimeOffset? StartedAt = null,
        [DataType(DataType.DateTime)] [Description("When it was noticed, with its offset. Leave blank to keep it.")] DateTimeOffset? DetectedAt = null,
        [Description("All tenants are affected that aren't cancelled, whatever the other fields select. The selection stays if they are all blank.")]
            bool AllTenants = false,
        [OptionsFrom("plan")] [Description("Only tenants with this plan are affected. Leave blank for all.")] string? Plan = null,
        [OptionsFrom("tag")] [StringLength(64)] [Description("Only tenants with this tag are affected. Leave blank for all.")] string? Tag = null,
        [OptionsFrom(ServiceTenantReader.Source)]
        [StringLength(100)]
        [Description("Service on the service map that has failed. Only tenants that its failure can affect are affected. Leave blank for all.")]
            string? Service = null,
        [StringLength(500)]
        [Description("More filters of the list of tenants, as in its address, such as activity=week. Leave blank for none.")]
            string? Filter = null,
        [Description("Only these tenants are affected: IDs (tnt_… or ext:…), one per line. Leave blank for all that match.")]
            IReadOnlyList<string>? Tenants = null
    );

    public override Input Example => new("Bookings fail", IncidentSeverity.Sev1);

    public override OperationDefinition Definition =>
        new(Name, "Change incident", "changed") { RestoredByUndo = "The previous title, severity, times and tenants, unless they were changed again." };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<IncidentFacts>();
        var steps = await IncidentRows.ListSteps(ids, work);
        foreach (var subject in await IncidentFacts.Load(ids, work)) // usually one
        {
            if (subject.Incident is not { } incident)
            {
                loaded.Add(subject);
                continue;
            }
            var affected = await Plan(incident, input, work);
            var version = new IncidentVersion(
                incident.Id,
                input.Title.Trim(),
                input.Severity,
                input.Severity > incident.Severity ? input.SeverityReason.TrimToNull() : null,
                incident.Mode,
                affected.Targets,
                Entered(input.StartedAt, incident.StartedAt),
                Entered(input.DetectedAt, incident.DetectedAt)
            );
            loaded.Add(
                subject with
                {
                    TenantsBefore = version.SelectsOthers(incident) ? (await impacts.Count(incident.Targets, work)).Tenants : null,
                    ResolvedAt = IncidentTimes.Of(incident.StartedAt, incident.DetectedAt, steps[incident.Id]).ResolvedAt,
                    Tenants = affected.Counts.Tenants,
                    Members = affected.Counts.Members,
                    Basis = affected.Basis,
                    Problem = affected.Problem,
                    Version = version,
                }
            );
        }
        return loaded;
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work)
    {
        if (await Incident.List([subjectId], work) is not [var incident])
            return [];
        var (query, rest) = (incident.Targets.Query, new QueryBuilder());
        foreach (var (name, value) in query.Where(filter => filter.Key is not ("plan" or "tag" or IncidentService.Key)))
            rest.Add(name, value);
        return
        [
            ("title", incident.Title),
            ("severity", incident.Severity.ToText()),
            ("started_at", Instant(incident.StartedAt)),
            ("detected_at", Instant(incident.DetectedAt)),
            ("plan", query.GetValueOrDefault("plan")),
            ("tag", query.GetValueOrDefault("tag")),
            ("service", query.GetValueOrDefault(IncidentService.Key)),
            ("filter", rest.ToString().TrimStart('?')),
            ("tenants", string.Join('\n', incident.Tenants)),
        ];
    }

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject)
        ?? subject.Version!.FindProblem(subject.Now, subject.ResolvedAt) // not null: the incident exists
        ?? subject.Problem
        ?? (
            !subject.Version.Changes(subject.Incident!) ? new("no_change", $"There are no changes to save.") // not null: it exists
            : input.Severity > subject.Incident!.Severity && subject.Version.SeverityReason is null
                ? new("severity_reason_needed", $"Enter why the severity is lowered.")
            : null
        );

    public override Decision Decide(IncidentFacts subject, Input input)
    {
        var before = subject.Incident!.Severity; // not null: not refused
        Effect[] effects =
        [
            .. before == input.Severity ? Array.Empty<Effect>() : [new("severity", before, input.Severity)],
            .. subject.TenantsBefore is { } tenants ? [new("affected_tenants", tenants, subject.Tenants)] : Array.Empty<Effect>(),
        ];
        var says =
            before == input.Severity
                ? Sentence.Say($"{subject} is changed. It affects {subject.Tenants:tenant} with {subject.Members:member} now.")
                : SayChanged(subject, input.Severity);
        if (subject.TenantsBefore is not null && subject.Basis is { } basis)
            says.AppendLiteral($" {IncidentLabels.Basis(basis)}");
        return new(says, effects);
    }

    private static Sentence SayChanged(IncidentFacts subject, IncidentSeverity severity)
    {
        var says = Sentence.Say($"{subject} is now ");
        says.AppendKnown(IncidentLabels.Severity(severity));
        says.AppendLiteral(". It affects ");
        says.AppendFormatted(subject.Tenants, "tenant");
        says.AppendLiteral(" with ");
        says.AppendFormatted(subject.Members, "member");
        says.AppendLiteral(" now.");
        return says;
    }

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await IncidentRows.Open(subject.Version!, work); // not null: not refused
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Incident.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        foreach (var incident in await Incident.List(restored, work)) // an undo restores only a few
            await work.SetName(incident.Id, Incident.EntityKind, incident.Title);
        return restored;
    }

    /// <summary>Finds the tenants that the change selects. A form leaves blank fields out, so there is a separate field to select all.</summary>
    private async Task<PlannedImpact> Plan(Incident incident, Input input, UnitOfWork work)
    {
        if (input.AllTenants)
            return await impacts.Plan(plan: null, tag: null, service: null, filter: null, named: null, before: null, work);
        var isBlank =
            new[] { input.Plan, input.Tag, input.Service, input.Filter }.All(string.IsNullOrWhiteSpace) && TenantTargets.Values(input.Tenants).Length == 0;
        return isBlank
            ? new(incident.Targets, await impacts.Count(incident.Targets, work), null)
            : await impacts.Plan(input.Plan, input.Tag, input.Service, input.Filter, input.Tenants, incident.Targets, work);
    }

    /// <returns>The stored time if the entered one is the same in whole seconds, as a form shows it.</returns>
    private static DateTimeOffset Entered(DateTimeOffset? entered, DateTimeOffset stored) =>
        entered is { } at && !string.Equals(Instant(at), Instant(stored), StringComparison.Ordinal) ? at : stored;

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
