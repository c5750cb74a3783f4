using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>Exports the whole log to files that anyone can verify with openssl and a shell, as described in the included README.</summary>
public sealed class LogExport(LogVerifier proof, LogLineReader lines)
{
    private const string Lines = "log.ndjson",
        Signed = "checkpoint",
        PublicKey = "key.pem",
        Readme = "README.md";

    private const int MaxTries = 3;

    // The README reads base64 with sed, which requires unescaped plus signs.
    private static readonly JsonSerializerOptions s_unescaped = new(Json.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Verifies the log, signs it and writes the export.</summary>
    /// <param name="directory">An existing empty directory.</param>
    /// <returns>The number of lines written, or the flaw in the log, in which case nothing is written.</returns>
    /// <exception cref="IOException">Lines were pruned during every attempt.</exception>
    public async Task<(long Lines, Flaw? Flaw)> Write(string directory, CancellationToken stop)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await Try(directory, stop) is { } written)
                return written;
        }
        throw new IOException("The retention policy is removing text from the log. Export again in a few minutes.");
    }

    /// <returns>Null if a line was pruned in the meantime and its record is not among the signed lines.</returns>
    private async Task<(long Lines, Flaw? Flaw)?> Try(string directory, CancellationToken stop)
    {
        var (check, flaw) = await proof.Verify(1, [], stop);
        if (flaw is not null)
            return (check.Size, flaw);
        if (check.Size > 0)
            await proof.Sign(check, stop);
        if (await lines.ReadLastCheckpoint(stop) is not { } last)
            return (0, null);
        var pruned = new PruneCheck();
        foreach (var record in (await lines.ReadPruneRecords(stop)).Where(record => record.Pos >= 1 && record.Pos <= last.Size))
            pruned.Expect(record);
        await using (var file = new StreamWriter(Path.Combine(directory, Lines)))
        {
            await foreach (var line in lines.From(1, stop))
            {
                if (line.Pos > last.Size)
                    break;
                if (pruned.Add(line) is not null)
                    return null;
                await file.WriteLineAsync(Text(line));
            }
        }
        await File.WriteAllTextAsync(Path.Combine(directory, Signed), last.Note, stop);
        await File.WriteAllTextAsync(Path.Combine(directory, PublicKey), Pem(last.PublicKey), stop);
        await using var readme = typeof(LogExport).Assembly.GetManifestResourceStream("ExportReadme.md")!; // The project file embeds it.
        await using var copy = File.Create(Path.Combine(directory, Readme));
        await readme.CopyToAsync(copy, stop);
        return (last.Size, null);
    }

    /// <summary>Verifies an export like an outsider: without the database and the master key.</summary>
    /// <exception cref="FormatException">A file was not written by an export.</exception>
    public static async Task<(LogCheck Check, Flaw? Flaw)> Verify(string directory, IEnumerable<SignedCheckpoint> kept, CancellationToken stop)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(directory, PublicKey), stop));
        var check = new LogCheck(key.ExportSubjectPublicKeyInfo());
        check.Expect(SignedCheckpoint.Read(await File.ReadAllTextAsync(Path.Combine(directory, Signed), stop)), isKept: false);
        foreach (var signed in kept)
            check.Expect(signed, isKept: true);
        await foreach (var text in File.ReadLinesAsync(Path.Combine(directory, Lines), stop))
        {
            if (text.Contains(PruneRecord.Code, StringComparison.Ordinal))
                check.Expect(Read(text));
        }
        await foreach (var text in File.ReadLinesAsync(Path.Combine(directory, Lines), stop))
        {
            if (check.Add(Read(text)) is { } flaw)
                return (check, flaw);
        }
        return (check, check.Finish());
    }

    public static string Pem(byte[] publicKey) => new string(PemEncoding.Write("PUBLIC KEY", publicKey)) + "\n";

    private static string Text(StoredLogLine line)
    {
        var json = JsonSerializer.SerializeToNode(line, Json.Options)!.AsObject();
        json.Remove("stored");
        if (line.PrunedAt is null)
        {
            json.Remove("pruned_at");
            json["bytes"] = Convert.ToBase64String(line.Bytes());
        }
        else
            json["leaf"] = Convert.ToBase64String(line.Stored!); // The verification has already reported positions without a line.
        return json.ToJsonString(s_unescaped);
    }

    /// <returns>The line with the hash of its bytes, or the stored hash of a pruned line; if text and bytes disagree, the verification
    /// fails.</returns>
    private static StoredLogLine Read(string text)
    {
        try
        {
            var json = JsonNode.Parse(text)!.AsObject();
            var leaf = json["bytes"] is { } bytes
                ? MerkleTree.Leaf(Convert.FromBase64String(bytes.GetValue<string>()))
                : Convert.FromBase64String(json["leaf"]!.GetValue<string>());
            json.Remove("bytes");
            json.Remove("leaf");
            return json.Deserialize<StoredLogLine>(Json.Options)! with { Stored = leaf };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException($"{Lines} contains a line that was not written by an export.", unreadable);
        }
    }
}
