using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Gives a key another text, which is shown once. Both open for a while, so that the application changes over without a call that fails.</summary>
public sealed class RotateApiKey(Lazy<Catalogue> catalogue) : Operation<RotatedKeyFacts, RotateApiKey.Input>
{
    private const int MostHours = 7 * 24;

    /// <param name="Hours">0 to 168</param>
    public sealed record Input([Description("Hours for which the text before opens too; 0 where somebody else may have it.")] int Hours = 24);

    public override Declaration Is =>
        new("api_key.rotate", "Rotate API key", "given a new text")
        {
            StepUp = true,
            Noun = "API key",
            UndoFor = TimeSpan.FromDays(2),
            ShowsOnce = true,
            ComesBack = "The text before opens again, as long as the key does.",
            StaysGone = "The new text.",
        };

    public override async Task<IReadOnlyList<RotatedKeyFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var giver = work.Caller!; // who asks is known in a preview and in a run
        var hasCeiling = await work.HasCeiling(giver.Id);
        var rows = await work.List<Row>(
            $"""
            select k.id, k.population, k.scopes, k.revoked_at is not null as is_revoked, k.expires_at <= now() as is_over,
                   (select count(*) + count(f.closed_by) from auth.former_key_secrets f where f.key_id = k.id) as rotations,
                   (select max(f.ends_at) from auth.former_key_secrets f where f.key_id = k.id and f.closed_by is null and f.ends_at > now()) as both_until
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
                row.Population,
                row.IsRevoked,
                row.IsOver,
                row.BothUntil,
                IsWithin: catalogue.Value.MayGiveKey(giver, hasCeiling, row.Scopes, row.Population),
                Revision: 1 + row.Rotations + (row.IsRevoked ? 1_000_000 : 0)
            )),
        ];
    }

    public override Refusal? Refuse(RotatedKeyFacts key, Input input) =>
        key switch
        {
            { IsRevoked: true } => new("already_revoked", $"{key} is already revoked."),
            { IsOver: true } => new("already_over", $"{key} has ended by itself."),
            { BothUntil: { } until } => new("already_rotated", $"The text before still opens until {until}. Undo that rotation, or wait."),
            { IsWithin: false } => new("beyond_your_own", $"Nobody is shown a key that may more than they do."),
            _ when input.Hours is < 0 or > MostHours => new("bad_hours", $"Both open for 0 to {MostHours} hours."),
            _ => null,
        };

    public override Decision Decide(RotatedKeyFacts key, Input input) =>
        input.Hours == 0
            ? new($"{key} gets a new text, which is shown once. The one before opens nothing from its next call on.")
            : new($"{key} gets a new text, which is shown once. Hours for which the one before opens too: {input.Hours}.");

    public override async Task Execute(IReadOnlyList<RotatedKeyFacts> accepted, Input input, Work work)
    {
        var shown = new List<string>();
        foreach (var key in accepted) // a handful at most
            shown.Add(await KeyRotation.Rotate(key.Id, key.Population is Population.Live, TimeSpan.FromHours(input.Hours), work));
        work.ShowOnce(string.Join(' ', shown)); // in the order of their ids
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RotatedKeyFacts> subjects, string undoneRun, Work work) =>
        KeyRotation.Restore([.. subjects.Where(key => key.IsWithin).Select(key => key.Id)], undoneRun, work);

    private sealed record Row(string Id, Population Population, string[] Scopes, bool IsRevoked, bool IsOver, long Rotations, DateTimeOffset? BothUntil);
}
