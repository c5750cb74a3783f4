using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Ends a key at its next call. The wrong one can be taken back for two days, because only its hash is needed for that.</summary>
public sealed class RevokeApiKey(ApiKeys keys) : Operation<KeyFacts, RevokeApiKey.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("api_key.revoke", "Revoke API key", "revoked")
        {
            Noun = "API key",
            UndoFor = TimeSpan.FromDays(2),
            ComesBack = "The key works again, with the text its application has.",
            StaysGone = "What the application could not send in the meantime.",
        };

    public override Task<IReadOnlyList<KeyFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) =>
        work.List<KeyFacts>(
            $"""
            select k.id as key_id, k.revoked_at is not null as is_revoked, k.expires_at <= now() as is_over
              from auth.api_keys k
             where k.id = any(@ids)
             order by k.id
             {work.ForUpdate("k")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(KeyFacts key, Nothing input) =>
        key switch
        {
            { IsRevoked: true } => new("already_revoked", $"{key} is already revoked."),
            { IsOver: true } => new("already_over", $"{key} has ended by itself."),
            _ => null,
        };

    public override Decision Decide(KeyFacts key, Nothing input) => new($"{key} stops working at its next call.");

    public override Task Execute(IReadOnlyList<KeyFacts> accepted, Nothing input, Work work) => keys.Revoke([.. accepted.Select(key => key.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<KeyFacts> subjects, string undoneRun, Work work) =>
        keys.Restore([.. subjects.Select(key => key.Id)], undoneRun, work);
}
