using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Stops all running sequences of a tenant, of every automation. Later events and dates start new ones.</summary>
public sealed class StopAutomations : Operation<RunningSequences, NoInput>
{
    public const string Name = "automation.stop";

    public override OperationDefinition Definition =>
        new(Name, "Stop automations", "stopped")
        {
            Subject = "tenant",
            Noun = "tenant",
            Group = ActionGroup.Communication,
            Synonyms = "end sequence, leave automation",
            RestoredByUndo = "The sequences continue, and steps that became due in the meantime are executed.",
        };

    public override Task<IReadOnlyList<RunningSequences>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RunningSequences.Load(ids, work);

    public override Refusal? Refuse(RunningSequences tenant, NoInput input) =>
        tenant.Running == 0 ? new("no_sequences", $"No automation is running for {tenant}.") : null;

    public override Decision Decide(RunningSequences tenant, NoInput input) =>
        new($"Automations stop for {tenant}: {tenant.Running:sequence}. Nothing more is sent or run by them.");

    public override Task Execute(IReadOnlyList<RunningSequences> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            update automations.enrollments
               set state = 'stopped', reason = @StoppedByTeam, stopped_by = @run, resumes_at = due_at, due_at = null, ended_at = clock_timestamp()
             where tenant_id = any(@ids) and state = 'running'
            """,
            new
            {
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
                run = work.RunId,
                EnrollmentRows.StoppedByTeam,
            }
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RunningSequences> subjects, string undoneRun, UnitOfWork work) =>
        [
            .. (
                await work.List<string>(
                    """
                    update automations.enrollments
                       set state = 'running', reason = null, stopped_by = null, due_at = coalesce(resumes_at, now()), resumes_at = null, ended_at = null
                     where tenant_id = any(@ids) and stopped_by = @undoneRun and state = 'stopped'
                    returning tenant_id
                    """,
                    new { ids = subjects.Select(tenant => tenant.Id).ToArray(), undoneRun }
                )
            ).Distinct(StringComparer.Ordinal),
        ];
}
