using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Revokes an API key immediately. It can be restored for two days, because that needs only its stored hash.</summary>
public sealed class RevokeApiKey(ApiKeys keys, Lazy<OperationCatalogue> catalogue) : Operation<KeyFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("api_key.revoke", "Revoke API key", "revoked")
        {
            Group = ActionGroup.Danger,
            Noun = "API key",
            UndoRequiresStepUp = true,
            UndoWindow = TimeSpan.FromDays(2),
            RestoredByUndo = "The key works again with its existing secret.",
            NotRestoredByUndo = "Requests that failed in the meantime.",
        };

    public override async Task<IReadOnlyList<KeyFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        var giver = work.Caller!; // previews and runs have a caller
        var hasCeiling = await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            $"""
            select k.id, k.mode, k.scopes, k.revoked_at is not null as is_revoked, k.expires_at <= now() as is_over
              from auth.api_keys k
             where k.id = any(@ids)
             order by k.id
             {work.ForUpdate("k")}
            """,
            new { ids }
        );
        return
        [
            .. rows.Select(row => new KeyFacts(
                row.Id,
                row.IsRevoked,
                row.IsOver,
                IsWithin: catalogue.Value.CanGrantKey(giver, hasCeiling, row.Scopes, row.Mode)
            )),
        ];
    }

    public override Refusal? Refuse(KeyFacts key, NoInput input) =>
        key switch
        {
            { IsRevoked: true } => new("already_revoked", $"{key} is already revoked."),
            { IsOver: true } => new("expired", $"{key} has expired."),
            _ => null,
        };

    public override Decision Decide(KeyFacts key, NoInput input) => new($"{key} stops working immediately.");

    public override Task Execute(IReadOnlyList<KeyFacts> accepted, NoInput input, UnitOfWork work) => keys.Revoke([.. accepted.Select(key => key.Id)], work);

    /// <remarks>Only callers that could create such a key can restore it.</remarks>
    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<KeyFacts> subjects, string undoneRun, UnitOfWork work) =>
        keys.Restore([.. subjects.Where(key => key.IsWithin).Select(key => key.Id)], undoneRun, work);

    private sealed record Row(string Id, Mode Mode, string[] Scopes, bool IsRevoked, bool IsOver);
}
