using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>The caller's own key for a request, so that sending it twice starts only one run.</summary>
public sealed record IdempotencyKey(string Key, byte[] RequestHash)
{
    private const int MaxLength = 255;

    /// <returns>The key sent with the request; null if none was sent.</returns>
    public static string? ReadHeader(HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length > MaxLength)
            throw Problem.Invalid("Idempotency-Key", $"must be at most {MaxLength} characters.");
        return key.Length == 0 ? null : key;
    }

    public static IdempotencyKey Of(string key, string request) => new(key, SHA256.HashData(Encoding.UTF8.GetBytes(request)));

    /// <summary>Stores the key for this run; a concurrent request with the same key waits here until the first has committed.</summary>
    /// <returns>False if the key was used before.</returns>
    internal async Task<bool> TryReserve(Caller caller, string runId, UnitOfWork work) =>
        await work.Execute(
            """
            insert into core.idempotency_keys (caller, key, request_hash, run_id, created_at)
            values (@caller, @Key, @RequestHash, @runId, now())
            on conflict do nothing
            """,
            new
            {
                caller = caller.Id,
                Key,
                RequestHash,
                runId,
            }
        ) == 1;

    /// <returns>Id of the run started with this key; null if the key is new.</returns>
    /// <exception cref="Problem">422: the same key was used with another request.</exception>
    internal async Task<string?> FindRun(Caller caller, UnitOfWork work)
    {
        var row = await work.One<Row>(
            "select request_hash, run_id from core.idempotency_keys where caller = @caller and key = @Key",
            new { caller = caller.Id, Key }
        );
        if (row is null)
            return null;
        return row.RequestHash.AsSpan().SequenceEqual(RequestHash) ? row.RunId : throw Reused();
    }

    public static Problem Reused() => new(422, "idempotency_key_reused", "This Idempotency-Key was used for another request. Use a new key for a new request.");

    private sealed record Row(byte[] RequestHash, string RunId);
}
