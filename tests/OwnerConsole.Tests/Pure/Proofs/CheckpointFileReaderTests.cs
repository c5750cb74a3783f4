using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Tests.Pure.Proofs;

public sealed class CheckpointFileReaderTests
{
    private static readonly string[] Notes = [.. Enumerable.Range(1, 2).Select(Note)];

    [Fact]
    public void Notes_are_found_in_plain_quoted_and_emailed_text()
    {
        var alone = string.Join('\n', Notes);
        var words = $"Dear auditor,\r\n\r\n{Notes[0].Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n\r\n-- \r\n— Ann\r\n";
        var indented = "Kept:\n" + string.Join('\n', Notes[1].Split('\n').Select(line => "  " + line));
        var mailbox = string.Concat(Notes.Select(note => AsEmail($"Dear auditor,\r\n\r\n{note}\r\nYours")));

        Sizes(alone).ShouldBe([1, 2]);
        Sizes(words).ShouldBe([1]);
        Sizes(indented).ShouldBe([2]);
        Sizes(mailbox).ShouldBe([1, 2]);
    }

    [Fact]
    public void Text_without_a_valid_note_is_refused()
    {
        Should.Throw<FormatException>(() => CheckpointFileReader.Read(""));
        Should.Throw<FormatException>(() => CheckpointFileReader.Read("Dear auditor,\n\nnothing today.\n\n-- \nAnn\n"));
        Should.Throw<FormatException>(() => CheckpointFileReader.Read($"Dear auditor,\n\n{Notes[0].Replace("\n1\n", "\n01\n", StringComparison.Ordinal)}"));
        Should.Throw<FormatException>(() => CheckpointFileReader.Read(Notes[0] + Notes[1][..40]));
    }

    private static IEnumerable<long> Sizes(string text) => CheckpointFileReader.Read(text).Select(signed => signed.Checkpoint.Size);

    private static string Note(int size)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SignedCheckpoint.Sign(new("owner-console/test", size, SHA256.HashData("root"u8)), key).Note;
    }

    private static string AsEmail(string text) =>
        $"""
            From auditor
            Subject: Checkpoint
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)}
            --b
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(Encoding.UTF8.GetBytes($"<pre>{text}</pre>"), Base64FormattingOptions.InsertLineBreaks)}
            --b--

            """;
}
