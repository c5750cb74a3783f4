using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Adds a service level agreement with tenants, and measures the current period from the history that exists.</summary>
public sealed class AddSla(SlaScope scope) : Operation<SlaFacts, SlaInput>
{
    public const string Name = "sla.add";

    public override SlaInput Example => new(SlaKind.Availability, "Enterprise availability", Target: "99.9", Credits: ["99.9: 10", "99: 25"], BusinessDays: []);

    public override OperationDefinition Definition =>
        new(Name, "Add SLA", "added")
        {
            Subject = "platform",
            Noun = "SLA",
            Synonyms = "service level agreement, SLO per tenant, uptime promise, credits, contract, first reply, support response time",
            RestoredByUndo = "The SLA is removed. Results of closed periods and credits stay.",
        };

    /// <summary>First the kind, then what it needs.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        FieldsAfter<SlaKind>("kind", given, kind => kind.Fields(), "slo_id", "within_minutes");

    public override async Task<IReadOnlyList<SlaFacts>> Load(IReadOnlyList<string> ids, SlaInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var normalized = input.Normalize();
        var planned = await scope.Plan(normalized, work);
        return
        [
            new(IdGenerator.Platform, 1)
            {
                NewId = work.NewId(Sla.Prefix, IdGenerator.Platform),
                Count = (await Sla.List(work)).Count,
                Tenants = planned.Count,
                Targets = planned.Targets,
                Problem = await SlaCheck.FindProblem(normalized, work) ?? planned.Problem,
            },
        ];
    }

    /// <summary>The plan or the tag of the input can have been removed since.</summary>
    public override Task<IReadOnlyList<SlaFacts>> LoadForUndo(IReadOnlyList<string> ids, SlaInput input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SlaFacts>>(ids.Contains(IdGenerator.Platform) ? [new(IdGenerator.Platform, 1)] : []);

    public override Refusal? Refuse(SlaFacts subject, SlaInput input) =>
        subject.Count >= SlaCheck.MaxSlas
            ? new("too_many_slas", $"There can be at most {SlaCheck.MaxSlas} SLAs. Remove one first.")
            : subject.Problem ?? SlaCheck.FindUnusedHours(input, hours: null);

    public override Decision Decide(SlaFacts subject, SlaInput input) =>
        new(SlaHourSentences.Append($"The new SLA applies to {subject.Tenants:tenant} now. The current period is measured from its start.", input))
        {
            Created = subject.NewId,
        };

    public override Task Execute(IReadOnlyList<SlaFacts> accepted, SlaInput input, UnitOfWork work) =>
        SlaRows.Open(accepted[0].NewId, input.Normalize(), accepted[0].Targets!, work); // not null: loaded for each

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SlaFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await Sla.Versions.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}
