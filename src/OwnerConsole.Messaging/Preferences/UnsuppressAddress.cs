using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Removes an address from the suppressed addresses, for example when its mailbox exists again.</summary>
public sealed class UnsuppressAddress : Operation<SuppressionFacts, NoInput>
{
    public override OperationDefinition Definition { get; } =
        new("address.unsuppress", "Remove suppression", "removed")
        {
            Group = ActionGroup.Communication,
            Noun = "suppression",
            Synonyms = "unblock email",
            RestoredByUndo = "The address is suppressed again.",
        };

    public override Task<IReadOnlyList<SuppressionFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        work.List<SuppressionFacts>(
            $"""
            select s.suppression_id, s.tenant_id, s.recipient, s.closed_by is null as is_open
              from preferences.suppressions s
             where s.suppression_id = any(@ids)
             order by s.suppression_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(SuppressionFacts address, NoInput input) =>
        address.IsOpen ? null : new("already_removed", $"This address is no longer suppressed.");

    public override Decision Decide(SuppressionFacts address, NoInput input) =>
        new($"Messages are sent to the address of {new EntityReference(address.Recipient)} again.");

    public override Task Execute(IReadOnlyList<SuppressionFacts> accepted, NoInput input, UnitOfWork work) =>
        SuppressionRows.State.Close([.. accepted.Select(address => address.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<SuppressionFacts> subjects, string undoneRun, UnitOfWork work) =>
        SuppressionRows.State.Reopen([.. subjects.Select(address => address.Id)], undoneRun, work);
}

/// <summary>A suppressed address.</summary>
/// <param name="Recipient">Member or tenant that had the address.</param>
public sealed record SuppressionFacts(string SuppressionId, string TenantId, string Recipient, bool IsOpen) : ISubject
{
    public string Id => SuppressionId;

    public long Revision => IsOpen ? 1 : 2;
}
