using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Replaces the secret of an API key. The new secret is shown once. Both secrets work for a while, so that applications can switch without failed requests.</summary>
public sealed class RotateApiKey(Lazy<OperationCatalogue> catalogue) : Operation<RotatedKeyFacts, RotateApiKey.Input>
{
    private const int MaxHours = 7 * 24;

    /// <param name="Hours">Hours for which both secrets work, 0 to 168.</param>
    public sealed record Input([Description("Hours for which the previous secret still works. Use 0 if it may have leaked.")] int Hours = 24);

    public override OperationDefinition Definition =>
        new("api_key.rotate", "Rotate API key", "rotated")
        {
            Group = ActionGroup.Access,
            RequiresStepUp = true,
            Noun = "API key",
            UndoWindow = TimeSpan.FromDays(2),
            ShowsSecretOnce = true,
            RestoredByUndo = "The previous secret works again until the key expires.",
            NotRestoredByUndo = "The new secret.",
        };

    public override async Task<IReadOnlyList<RotatedKeyFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var giver = work.Caller!; // previews and runs have a caller
        var hasCeiling = await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            $"""
            select k.id, k.mode, k.scopes, k.revoked_at is not null as is_revoked, k.expires_at <= now() as is_over,
                   (select count(*) + count(f.closed_by) from auth.previous_key_secrets f where f.key_id = k.id) as rotations,
                   (select max(f.ends_at) from auth.previous_key_secrets f where f.key_id = k.id and f.closed_by is null and f.ends_at > now()) as both_until
              from auth.api_keys k
             where k.id = any(@ids)
             order by k.id
             {work.ForUpdate("k")}
            """,
            new { ids }
        );
        return
        [
            .. rows.Select(row => new RotatedKeyFacts(
                row.Id,
                row.Mode,
                row.IsRevoked,
                row.IsOver,
                row.BothUntil,
                IsWithin: catalogue.Value.CanGrantKey(giver, hasCeiling, row.Scopes, row.Mode),
                Revision: 1 + row.Rotations + (row.IsRevoked ? 1_000_000 : 0)
            )),
        ];
    }

    public override Refusal? Refuse(RotatedKeyFacts key, Input input) =>
        key switch
        {
            { IsRevoked: true } => new("already_revoked", $"{key} is already revoked."),
            { IsOver: true } => new("expired", $"{key} has expired."),
            { BothUntil: { } until } => new("already_rotated", $"The previous secret still works until {until}. Undo that rotation, or wait."),
            { IsWithin: false } => new(
                "exceeds_own_permissions",
                $"You can't rotate a key with more permissions than you have. Team members with a usage limit can't rotate keys."
            ),
            _ when input.Hours is < 0 or > MaxHours => new("bad_hours", $"Hours must be 0 to {MaxHours}."),
            _ => null,
        };

    public override Decision Decide(RotatedKeyFacts key, Input input) =>
        input.Hours == 0
            ? new($"{key} gets a new secret, which is shown once. The previous secret stops working immediately.")
            : new($"{key} gets a new secret, which is shown once. Hours for which the previous secret still works: {input.Hours}.");

    public override async Task Execute(IReadOnlyList<RotatedKeyFacts> accepted, Input input, UnitOfWork work)
    {
        var shown = new List<string>();
        foreach (var key in accepted) // a few at most
            shown.Add(await ApiKeyRotation.Rotate(key.Id, key.Mode is Mode.Live, TimeSpan.FromHours(input.Hours), work));
        work.ShowSecretOnce(string.Join(' ', shown)); // in the order of their ids
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RotatedKeyFacts> subjects, string undoneRun, UnitOfWork work) =>
        ApiKeyRotation.Restore([.. subjects.Where(key => key.IsWithin).Select(key => key.Id)], undoneRun, work);

    private sealed record Row(string Id, Mode Mode, string[] Scopes, bool IsRevoked, bool IsOver, long Rotations, DateTimeOffset? BothUntil);
}
