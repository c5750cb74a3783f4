using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Alerts.Public;
using OwnerConsole.Reliability.Incidents.Pages;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Declares an incident, by hand or for alerts. It affects live tenants, or test tenants as long as there are no live ones.</summary>
public sealed class DeclareIncident(ImpactReader impacts) : Operation<IncidentFacts, DeclareIncident.Input>
{
    public const string Name = "incident.declare";

    public sealed record Input(
        [StringLength(IncidentVersion.MaxTitle)] [Description("Effect on tenants, such as Bookings fail.")] string Title,
        [Description(
            "How severe it is. Leave blank for the severity that the share of the selected tenants and their MRR suggests, or SEV3 without a selection."
        )]
            IncidentSeverity? Severity = null,
        [DataType(DataType.DateTime)]
        [Description("When tenants were first affected, with its offset, such as 2026-11-28T09:00:00Z. Leave blank for the start of the alerts, or now.")]
            DateTimeOffset? StartedAt = null,
        [DataType(DataType.DateTime)]
        [Description("When it was noticed, with its offset. Leave blank for the time when the first alert fired, or now.")]
            DateTimeOffset? DetectedAt = null,
        [OptionsFrom(IncidentAlertSource.Key)]
        [Description("Alerts that belong to it. Its timeline shows when they fire and are resolved.")]
            IReadOnlyList<string>? Alerts = null,
        [OptionsFrom(IncidentPersonSource.Key)] [Description("Team member who leads. Leave blank for yourself.")] string? Commander = null,
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

    public override Input Example => new("Bookings fail", IncidentSeverity.Sev2);

    public override OperationDefinition Definition =>
        new(Name, "Declare incident", "declared")
        {
            Subject = "platform",
            Noun = "incident",
            Synonyms = "outage, disruption, emergency, problem, major incident",
            RestoredByUndo = "The incident is removed, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var named = TenantTargets.Values(input.Alerts);
        var alerts = await LinkedAlert.List(named, work);
        var team = await CallerLookup.ListWhoCan(IncidentRoutes.Read, work);
        var detectedAt = input.DetectedAt ?? alerts.Min(alert => alert.FiredAt) ?? work.Now;
        var startedAt = input.StartedAt ?? (alerts.Count > 0 && alerts[0].Since < detectedAt ? alerts[0].Since : detectedAt);
        var commander = input.Commander.TrimToNull() ?? (work.Caller is { Kind: CallerKind.Person } person ? person.Id : null);
        var affected = await impacts.Plan(input.Plan, input.Tag, input.Service, input.Filter, input.Tenants, before: null, work);
        var suggestion = affected is { Problem: null, IsAll: false, Filter: { } filter }
            ? await SeveritySuggestion.Find(await impacts.FindShare(filter, work), work)
            : null;
        var severity = input.Severity ?? suggestion?.Severity ?? SeveritySuggestion.Default;
        var id = work.NewId(Incident.Prefix, IdGenerator.Platform);
        return
        [
            // A suggestion that differs from that of the preview is a change since the preview.
            new(IdGenerator.Platform, input.Severity is null ? 1 + (long)severity : 1)
            {
                NewId = id,
                Now = work.Now,
                Tenants = affected.Counts.Tenants,
                Members = affected.Counts.Members,
                Suggestion = suggestion,
                Basis = affected.Basis,
                Version = new(id, input.Title.Trim(), severity, null, Mode.Live, affected.Targets, startedAt, detectedAt),
                People = new(commander),
                Alerts = named,
                Problem =
                    affected.Problem
                    ?? (alerts.Count < named.Length ? UnknownAlert : null)
                    ?? (input.Commander is not null && commander is not null && !team.Contains(commander) ? UnknownPerson : null),
            },
        ];
    }

    public override Refusal? Refuse(IncidentFacts subject, Input input) => subject.Version!.FindProblem(subject.Now) ?? subject.Problem; // never null: loaded for each

    public override Decision Decide(IncidentFacts subject, Input input)
    {
        var says = subject.Suggestion is { } suggestion
            ? Sentence.Say(
                $"An incident with the severity {subject.Version!.Severity} is declared. It affects {subject.Tenants:tenant} with {subject.Members:member} now, {suggestion.Percent}% of all. The share of tenants and MRR suggests {suggestion.Severity}." // never null: loaded for each
            )
            : Sentence.Say(
                $"An incident with the severity {subject.Version!.Severity} is declared. It affects {subject.Tenants:tenant} with {subject.Members:member} now." // never null: loaded for each
            );
        if (subject.Basis is { } basis)
            says.AppendLiteral($" {IncidentLabels.Basis(basis)}");
        return new(says) { Created = subject.NewId };
    }

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        var subject = accepted[0];
        await IncidentRows.Open(subject.Version!, work); // not null: loaded for each
        await IncidentRows.Reach([subject.NewId], IncidentStatus.Declared, work.Now, note: null, work);
        await IncidentRows.Assign(subject.NewId, subject.People!, work); // not null: loaded for each
        await IncidentRows.Link(subject.NewId, subject.Alerts, work);
    }

    /// <summary>Removes the incident unless another run has added something to it, which would be lost.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await Incident.Versions.CloseOpenedBy(ids: null, undoneRun, work, IsUnchanged);
        foreach (var rows in new[] { Incident.Statuses, Incident.Roles, Incident.Alerts })
            if (removed.Count > 0)
                await rows.CloseOpenedBy(removed, undoneRun, work);
        return removed.Count > 0 ? [IdGenerator.Platform] : [];
    }

    internal static readonly Refusal UnknownAlert = new("unknown_alert", Sentence.Say($"One of the alerts does not exist.")),
        UnknownPerson = new("unknown_person", Sentence.Say($"The person must be a team member who can see incidents."));

    private const string IsUnchanged = """
        not exists (
          select from incidents.statuses x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null and x.opened_by <> this.opened_by
          union all
          select from incidents.roles x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null and x.opened_by <> this.opened_by
          union all
          select from incidents.alerts x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null and x.opened_by <> this.opened_by
          union all
          select from incidents.notes x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null
          union all
          select from incidents.action_items x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null
          union all
          select from incidents.root_causes x where x.tenant_id = this.tenant_id and x.incident_id = this.incident_id and x.closed_by is null)
        """;
}
