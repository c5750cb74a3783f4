using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Ignores findings until a day, because they are expected or need no action.</summary>
public sealed class IgnoreFinding : Operation<FindingFacts, IgnoreFinding.Input>
{
    public const string Name = "finding.ignore";

    private const int DefaultDays = 30,
        MaxDays = 366;

    internal static readonly StateRows Rows = new("reconciliation.ignores", "finding_id")
    {
        Conflict = "other.tenant_id = this.tenant_id and other.finding_id = this.finding_id",
    };

    public sealed record Input(
        [Description("Why it needs no action.")] IgnoreReason Reason = IgnoreReason.Expected,
        [Description("Days until it is listed again, if it still differs.")] int Days = DefaultDays
    );

    public override OperationDefinition Definition =>
        new(Name, "Ignore finding", "ignored") { Synonyms = "snooze, mute, dismiss difference", RestoredByUndo = "The finding is listed again." };

    public override Task<IReadOnlyList<FindingFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => FindingFacts.Load(ids, work);

    public override Refusal? Refuse(FindingFacts finding, Input input) =>
        finding.State switch
        {
            _ when input.Days is < 1 or > MaxDays => new("bad_days", $"Enter 1 to {MaxDays} days."),
            FindingState.Resolved => finding.AlreadyResolved,
            FindingState.Ignored => new("already_ignored", $"This finding is already ignored."),
            _ => null,
        };

    public override Decision Decide(FindingFacts finding, Input input) =>
        new($"The finding {finding} is ignored for {input.Days:day}.", new Effect("ignored", null, input.Reason));

    public override async Task Execute(IReadOnlyList<FindingFacts> accepted, Input input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(finding => finding.Id)];
        await Rows.Close(ids, work); // those that have expired
        await work.Execute(
            """
            insert into reconciliation.ignores (tenant_id, finding_id, opened_by, opened_at, until_at, reason)
            select n.tenant_id, n.finding_id, @run, clock_timestamp(), clock_timestamp() + make_interval(days => @Days), @Reason
              from unnest(@tenants, @ids) n(tenant_id, finding_id)
            """,
            new
            {
                run = work.RunId,
                input.Days,
                input.Reason,
                ids,
                tenants = accepted.Select(finding => finding.TenantId).ToArray(),
            }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<FindingFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.CloseOpenedBy([.. subjects.Select(finding => finding.Id)], undoneRun, work);
}

/// <summary>Why a finding needs no action.</summary>
public enum IgnoreReason
{
    /// <summary>The difference is intended.</summary>
    Expected,

    /// <summary>Someone resolves it outside the console.</summary>
    HandledElsewhere,

    /// <summary>The amount isn't worth the effort.</summary>
    TooSmall,
}
