using System.Text;

namespace OwnerConsole.Pure.Proofs;

/// <summary>Reads stored checkpoints: a file of notes, the text of emails that contain notes, or emails saved by a mail program.</summary>
public static class CheckpointFileReader
{
    private const int LinesOfNote = 5;

    /// <returns>At least one checkpoint, in the order of the text.</returns>
    /// <exception cref="FormatException">There is none, or one of them is malformed.</exception>
    public static IReadOnlyList<SignedCheckpoint> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var read =
            lines.SkipWhile(string.IsNullOrWhiteSpace).FirstOrDefault()?.StartsWith(Checkpoint.OriginPrefix, StringComparison.Ordinal) == true
                ? SignedCheckpoint.ReadAll(string.Join('\n', lines))
                : [.. FindNotes(lines), .. DecodeEmails(lines).SelectMany(letter => FindNotes(letter.ReplaceLineEndings("\n").Split('\n')))];
        return read.Count > 0 ? read : throw new FormatException("It contains no signed note.");
    }

    private static IEnumerable<SignedCheckpoint> FindNotes(string[] lines) =>
        Enumerable
            .Range(LinesOfNote - 1, Math.Max(0, lines.Length - LinesOfNote + 1))
            .Where(last => IsSignature(lines[last].Trim()))
            .Select(last => SignedCheckpoint.Read(string.Join('\n', lines[(last - LinesOfNote + 1)..(last + 1)].Select(line => line.Trim())) + "\n"));

    private static bool IsSignature(string line) => line.StartsWith(SignedCheckpoint.Dash + Checkpoint.OriginPrefix, StringComparison.Ordinal);

    /// <summary>Extracts the plain text of raw emails: a matching header, an empty line, and base64 up to the next empty line or boundary.</summary>
    private static List<string> DecodeEmails(string[] lines)
    {
        var emails = new List<string>();
        for (var at = 0; at < lines.Length; at++)
        {
            var header = lines.Skip(at).TakeWhile(line => line.Length > 0).ToList();
            if (header.Count == 0)
                continue;
            at += header.Count;
            if (!HasHeader(header, "text/plain") || !HasHeader(header, "base64"))
                continue;
            var coded = string.Concat(lines.Skip(at + 1).TakeWhile(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));
            var bytes = new byte[coded.Length];
            if (Convert.TryFromBase64String(coded, bytes, out var written))
                emails.Add(Encoding.UTF8.GetString(bytes, 0, written));
        }
        return emails;
    }

    private static bool HasHeader(List<string> header, string word) => header.Exists(line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
}
