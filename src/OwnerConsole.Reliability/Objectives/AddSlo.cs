using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Adds a service level objective, and measures it from the history that exists.</summary>
public sealed class AddSlo : Operation<SloFacts, SloInput>
{
    public const string Name = "slo.add";

    public override SloInput Example => new(SloKind.ProbeSuccess, "Website availability", "prb_00000000000000000000000000", Target: "99.9");

    public override OperationDefinition Definition =>
        new(Name, "Add SLO", "added")
        {
            Subject = "platform",
            Noun = "SLO",
            Synonyms = "service level objective, availability, uptime, error budget, latency, target",
            RestoredByUndo = "The SLO is removed. Alerts of rules that watch it are resolved.",
        };

    /// <summary>First the kind, then what it needs.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        FieldsAfter<SloKind>("kind", given, kind => kind.Fields(), "probe_id", "service", "threshold_ms");

    public override async Task<IReadOnlyList<SloFacts>> Load(IReadOnlyList<string> ids, SloInput input, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform)
            ?
            [
                new(IdGenerator.Platform, 1)
                {
                    NewId = work.NewId(Slo.Prefix, IdGenerator.Platform),
                    Count = (await Slo.List(work)).Count,
                    Problem = await SloCheck.FindProblem(input.Normalize(), work),
                },
            ]
            : [];

    public override Refusal? Refuse(SloFacts subject, SloInput input) =>
        subject.Count >= SloCheck.MaxSlos ? new("too_many_slos", $"There can be at most {SloCheck.MaxSlos} SLOs. Remove one first.") : subject.Problem;

    public override Decision Decide(SloFacts subject, SloInput input) =>
        new($"The new SLO is measured every minute. Its error budget includes the history that is stored.") { Created = subject.NewId };

    public override Task Execute(IReadOnlyList<SloFacts> accepted, SloInput input, UnitOfWork work) => SloRows.Open(accepted[0].NewId, input.Normalize(), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SloFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await Slo.Versions.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}
