using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Letters;

/// <summary>Writes letters in the transaction that decides them. They leave after the commit, in the order they were written.</summary>
public sealed class Outbox(IdSource ids, SecretBox box)
{
    public const string Lane = "mail",
        Kind = "letter.send";

    /// <summary>What a letter holds for its recipient alone.</summary>
    public static readonly SealedColumn Secrets = new("core.letters", "secret", "letter", "letter_id");

    /// <param name="tenantId">whose person it is to; the platform for the owner's team. The work names it.</param>
    /// <param name="to">a member, a person of the team, or the tenant itself at its contact address</param>
    /// <param name="facts">what the template's words name; no secrets, because they are kept for 30 days</param>
    /// <param name="held">not before this time has passed, such as <see cref="Operations.Declaration.Hold"/>; those behind it don't wait for it</param>
    /// <param name="secret">what the words call <c>secret</c>, such as the token of a link: kept sealed, and no longer than until the letter has left</param>
    /// <returns>the letter's id</returns>
    public async Task<string> Write(LetterTemplate template, string tenantId, string to, object facts, Work work, TimeSpan? held = null, string? secret = null)
    {
        var id = ids.New("ltr");
        await work.Do(
            """
            insert into core.letters (tenant_id, letter_id, template, recipient, facts, secret, run_id, state, written_at)
            values (@tenantId, @id, @Name, @to, @facts, @sealed, @run, 'waiting', clock_timestamp())
            """,
            new
            {
                tenantId,
                id,
                template.Name,
                to,
                facts = Json.Element(facts),
                @sealed = secret is null ? null : box.Seal(Secrets.Kind, id, Encoding.UTF8.GetBytes(secret)),
                run = work.RunId,
            }
        );
        await work.Ask(held is null ? Lane : LaneOf(id), Kind, new { tenantId, letter = id }, work.Now + (held ?? TimeSpan.Zero));
        work.Wake();
        return id;
    }

    /// <returns>what its words can name, with its secret</returns>
    public JsonElement Facts(Letter letter)
    {
        if (letter.Secret is null)
            return letter.Facts;
        var facts = JsonObject.Create(letter.Facts)!; // a writer gives an object
        facts["secret"] = Encoding.UTF8.GetString(box.Open(Secrets.Kind, letter.LetterId, letter.Secret));
        return JsonSerializer.SerializeToElement(facts);
    }

    /// <summary>Takes back what a run has written and what did not leave yet.</summary>
    /// <returns>to whom nothing is sent any more</returns>
    public static async Task<IReadOnlyList<string>> TakeBack(string undoneRun, Work work)
    {
        var stopped = await work.List<Stopped>(
            "delete from core.letters where run_id = @undoneRun and state = 'waiting' returning letter_id, recipient",
            new { undoneRun }
        );
        await work.Do("delete from core.letter_attempts where letter_id = any(@ids)", new { ids = stopped.Select(letter => letter.LetterId).ToArray() });
        await work.Withdraw([Lane, .. stopped.Select(letter => LaneOf(letter.LetterId))], undoneRun);
        return [.. stopped.Select(letter => letter.Recipient)];
    }

    /// <summary>For a letter that must not keep the others waiting.</summary>
    public static string LaneOf(string letterId) => $"{Lane}:{letterId}";

    private sealed record Stopped(string LetterId, string Recipient);
}
