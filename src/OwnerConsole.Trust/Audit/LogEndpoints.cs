using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Trust.Audit;

/// <summary>The log by the API: its lines, and what proves them to somebody who trusts neither the database nor us.</summary>
public sealed class LogEndpoints(LogQuery log, LogExtract extract, LogLines lines, LogProof proof, Catalogue catalogue, TimeProvider clock, Database database)
{
    /// <remarks>Who accepts CSV or NDJSON gets the whole list as one file.</remarks>
    public async Task<IResult> List(HttpContext context)
    {
        if (ExtractFormats.Accepted(context.Request) is { } format)
        {
            context.Request.Knows([.. LogSearch.Known, "until"]);
            return await extract.Send(context, format);
        }
        context.Request.Knows([.. LogSearch.Known, "until", "cursor", "limit"]);
        var search = LogSearch.Of(context.Request);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await search.Filter(Caller.Of(context)!, catalogue, clock.GetUtcNow(), work);
        var page = await log.Find(filter, search.Cursor, context.Request.Limit(), work);
        var names = await SentenceReader.For(page.Data.Select(entry => entry.Says), work);
        return Results.Json(new Page<LogEntryView>([.. page.Data.Select(entry => LogEntryView.Of(entry, names))], page.NextCursor, page.Total), Json.Answers);
    }

    public async Task<IResult> Checkpoint(HttpContext context)
    {
        context.Request.Knows();
        var last =
            await lines.Last(context.RequestAborted) ?? throw new Problem(404, "not_signed_yet", "The log has no checkpoint yet. One is signed every minute.");
        return Results.Json(CheckpointView.Of(last), Json.Answers);
    }

    /// <remarks>The lines of others are in it as hashes only. A line of somebody else's tenant is not there for the caller.</remarks>
    public async Task<IResult> Proof(HttpContext context)
    {
        context.Request.Knows("pos");
        var pos =
            long.TryParse(context.Request.Text("pos"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw Problem.Invalid("pos", "is a number from 1 on.");
        var proved = await proof.Prove(pos, context.RequestAborted);
        if (proved is null || !await MaySee(context, proved.Line.TenantId))
            throw new Problem(404, "not_found", "There is no line at this position, or no checkpoint over it yet: one is signed every minute.");
        return Results.Json(
            new ProofView(
                pos,
                proved.Line.PrunedAt is null ? Convert.ToBase64String(proved.Line.Bytes()) : null,
                Convert.ToBase64String(proved.Line.PrunedAt is null ? proved.Line.Leaf() : proved.Line.Stored!), // a place without a line is not found
                proved.Line.PrunedAt,
                [.. proved.Path.Select(Convert.ToBase64String)],
                CheckpointView.Of(proved.Checkpoint)
            ),
            Json.Answers
        );
    }

    private async Task<bool> MaySee(HttpContext context, string tenantId)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        try
        {
            await Subjects.Tenant(caller, tenantId, work);
            return true;
        }
        catch (Problem)
        {
            return false;
        }
    }
}

/// <param name="Note">a signed note with a checkpoint (C2SP): origin, size, root, an empty line and the signature</param>
/// <param name="Size">lines it stands for</param>
/// <param name="Root">over all of them, in base64</param>
/// <param name="PublicKey">ECDSA P-256, PEM</param>
public sealed record CheckpointView(string Note, string Origin, long Size, string Root, DateTimeOffset SignedAt, string PublicKey)
{
    internal static CheckpointView Of(StoredCheckpoint stored)
    {
        var checkpoint = SignedCheckpoint.Read(stored.Note).Checkpoint;
        return new(stored.Note, checkpoint.Origin, checkpoint.Size, Convert.ToBase64String(checkpoint.Root), stored.At, LogExport.Pem(stored.PublicKey));
    }
}

/// <param name="Bytes">what was hashed, in base64: the line's fields with their lengths; null when it was removed under the retention policy</param>
/// <param name="Leaf">SHA-256 over a zero byte and the bytes, in base64</param>
/// <param name="PrunedAt">when the line's text and data were removed; the leaf can't be recalculated since, and is still proved to be in the log</param>
/// <param name="Path">the inclusion proof of RFC 9162 from the leaf up to the checkpoint's root, in base64; the leaf's index is its position less one</param>
public sealed record ProofView(long Pos, string? Bytes, string Leaf, DateTimeOffset? PrunedAt, IReadOnlyList<string> Path, CheckpointView Checkpoint);
