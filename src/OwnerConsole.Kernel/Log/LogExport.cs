using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>The whole log in files that a stranger checks with openssl and a shell; the README among them says how.</summary>
public sealed class LogExport(LogProof proof, LogLines lines)
{
    private const string Lines = "log.ndjson",
        Signed = "checkpoint",
        PublicKey = "key.pem",
        Readme = "README.md";

    private const int MaxTries = 3;

    // The README reads base64 with sed, where an escaped plus sign would be another text.
    private static readonly JsonSerializerOptions s_unescaped = new(Json.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Verifies, signs what there is, and writes it.</summary>
    /// <param name="directory">is there, and empty</param>
    /// <returns>lines written; or where the log is wrong, and then nothing was written</returns>
    /// <exception cref="IOException">lines were pruned each time while they were written</exception>
    public async Task<(long Lines, Flaw? Flaw)> Write(string directory, CancellationToken stop)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await Try(directory, stop) is { } written)
                return written;
        }
        throw new IOException("The retention policy is removing text from the log. Export again in a few minutes.");
    }

    /// <returns>null when a line was pruned meanwhile, and what records it is not among those that are signed</returns>
    private async Task<(long Lines, Flaw? Flaw)?> Try(string directory, CancellationToken stop)
    {
        var (check, flaw) = await proof.Verify(1, [], stop);
        if (flaw is not null)
            return (check.Size, flaw);
        if (check.Size > 0)
            await proof.Sign(check, stop);
        if (await lines.Last(stop) is not { } last)
            return (0, null);
        var pruned = new PruneCheck();
        foreach (var record in (await lines.Prunings(stop)).Where(record => record.Pos >= 1 && record.Pos <= last.Size))
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
        await using var readme = typeof(LogExport).Assembly.GetManifestResourceStream("ExportReadme.md")!; // embedded by the project file
        await using var copy = File.Create(Path.Combine(directory, Readme));
        await readme.CopyToAsync(copy, stop);
        return (last.Size, null);
    }

    /// <summary>Checks such files as a stranger would: without the database and without the master key.</summary>
    /// <exception cref="FormatException">a file is not what an export wrote</exception>
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
        return (check, check.End());
    }

    public static string Pem(byte[] publicKey) => new string(PemEncoding.Write("PUBLIC KEY", publicKey)) + "\n";

    private static string Text(LoggedLine line)
    {
        var json = JsonSerializer.SerializeToNode(line, Json.Options)!.AsObject(); // a record is an object
        json.Remove("stored");
        if (line.PrunedAt is null)
        {
            json.Remove("pruned_at");
            json["bytes"] = Convert.ToBase64String(line.Bytes());
        }
        else
            json["leaf"] = Convert.ToBase64String(line.Stored!); // a place without a line was found by the verification before
        return json.ToJsonString(s_unescaped);
    }

    /// <returns>the line in words, with the hash of its bytes, or of a pruned line the hash that is given: when the two don't say the same, they don't fit</returns>
    private static LoggedLine Read(string text)
    {
        try
        {
            var json = JsonNode.Parse(text)!.AsObject();
            var leaf = json["bytes"] is { } bytes
                ? MerkleTree.Leaf(Convert.FromBase64String(bytes.GetValue<string>()))
                : Convert.FromBase64String(json["leaf"]!.GetValue<string>());
            json.Remove("bytes");
            json.Remove("leaf");
            return json.Deserialize<LoggedLine>(Json.Options)! with { Stored = leaf };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException($"{Lines} contains a line that was not written by an export.", unreadable);
        }
    }
}
