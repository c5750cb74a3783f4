using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Trust.Audit;

/// <summary>API of the audit log: lines, and proofs that can be verified without trusting the database or this program.</summary>
public sealed class LogEndpoints(
    LogQuery log,
    LogExporter extract,
    LogLineReader lines,
    LogVerifier proof,
    OperationCatalogue catalogue,
    TimeProvider clock,
    Database database
)
{
    /// <remarks>With CSV or NDJSON in the Accept header, the response is a file with all lines.</remarks>
    public async Task<IResult> List(HttpContext context)
    {
        if (LogExportFormats.Accepted(context.Request) is { } format)
        {
            context.Request.RequireKnown([.. LogSearch.ParameterNames, "until"]);
            return await extract.Send(context, format);
        }
        context.Request.RequireKnown([.. LogSearch.ParameterNames, "until", "cursor", "limit"]);
        var search = LogSearch.Of(context.Request);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await search.Filter(Caller.Of(context)!, catalogue, clock.GetUtcNow(), work);
        var page = await log.Find(filter, search.Cursor, context.Request.Limit(), work);
        var names = await SentenceRenderer.For(page.Data.Select(entry => entry.ParsedSentence), work);
        return Results.Json(
            new Page<LogEntryView>([.. page.Data.Select(entry => LogEntryView.Of(entry, names))], page.NextCursor, page.Total),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Checkpoint(HttpContext context)
    {
        context.Request.RequireKnown();
        var last =
            await lines.ReadLastCheckpoint(context.RequestAborted)
            ?? throw new Problem(404, "not_signed_yet", "The log has no checkpoint yet. One is signed every minute.");
        return Results.Json(CheckpointView.Of(last), Json.ResponseOptions);
    }

    /// <remarks>The proof contains other lines as hashes only. Lines of tenants that the caller can't access are not found.</remarks>
    public async Task<IResult> Proof(HttpContext context)
    {
        context.Request.RequireKnown("pos");
        var pos =
            long.TryParse(context.Request.Text("pos"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw Problem.Invalid("pos", "must be a number of at least 1.");
        var proved = await proof.Prove(pos, context.RequestAborted);
        if (proved is null || !await CanSee(context, proved.Line.TenantId))
            throw new Problem(404, "not_found", "No log entry has this position, or no checkpoint covers it yet. A checkpoint is signed every minute.");
        return Results.Json(
            new ProofView(
                pos,
                proved.Line.PrunedAt is null ? Convert.ToBase64String(proved.Line.Bytes()) : null,
                Convert.ToBase64String(proved.Line.PrunedAt is null ? proved.Line.Leaf() : proved.Line.Stored!), // positions without a line were rejected above
                proved.Line.PrunedAt,
                [.. proved.Path.Select(Convert.ToBase64String)],
                CheckpointView.Of(proved.Checkpoint)
            ),
            Json.ResponseOptions
        );
    }

    private async Task<bool> CanSee(HttpContext context, string tenantId)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        try
        {
            await SubjectResolver.TenantOrPlatform(caller, tenantId, work);
            return true;
        }
        catch (Problem)
        {
            return false;
        }
    }
}

/// <param name="Note">Signed note with a checkpoint (C2SP): origin, size, root, an empty line and the signature.</param>
/// <param name="Origin">Name of this log in its checkpoints.</param>
/// <param name="Size">Number of log entries that the checkpoint covers.</param>
/// <param name="Root">Root hash over all of these lines, in base64.</param>
/// <param name="SignedAt">When the checkpoint was signed.</param>
/// <param name="PublicKey">ECDSA P-256 public key in PEM format.</param>
public sealed record CheckpointView(string Note, string Origin, long Size, string Root, DateTimeOffset SignedAt, string PublicKey)
{
    internal static CheckpointView Of(StoredCheckpoint stored)
    {
        var checkpoint = SignedCheckpoint.Read(stored.Note).Checkpoint;
        return new(stored.Note, checkpoint.Origin, checkpoint.Size, Convert.ToBase64String(checkpoint.Root), stored.At, LogExport.Pem(stored.PublicKey));
    }
}

/// <param name="Pos">Position of the entry in the log.</param>
/// <param name="Bytes">Hashed bytes in base64: the line's fields with their lengths. Null after removal by the retention policy.</param>
/// <param name="Leaf">SHA-256 of a zero byte followed by the bytes, in base64.</param>
/// <param name="PrunedAt">Time when the line's text and data were removed. Since then the leaf can't be recalculated, but the proof of its inclusion remains valid.</param>
/// <param name="Path">Inclusion proof of RFC 9162 from the leaf to the checkpoint's root, in base64. The leaf's index is its position minus one.</param>
/// <param name="Checkpoint">Checkpoint that the proof leads to.</param>
public sealed record ProofView(long Pos, string? Bytes, string Leaf, DateTimeOffset? PrunedAt, IReadOnlyList<string> Path, CheckpointView Checkpoint);
