using System.Security.Cryptography;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Tests.Pure.Proofs;

public sealed class SignedCheckpointTests
{
    private static readonly Checkpoint Twelve = new("owner-console/test", 12, SHA256.HashData("root"u8));

    [Fact]
    public void A_note_is_read_back_and_verifies_with_its_own_key_only()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var read = SignedCheckpoint.Read(SignedCheckpoint.Sign(Twelve, key).Note);

        read.Checkpoint.Text.ShouldBe(Twelve.Text);
        read.Note.ShouldStartWith($"owner-console/test\n12\n{Convert.ToBase64String(Twelve.Root)}\n\n— owner-console/test ");
        read.IsSignedBy(key.ExportSubjectPublicKeyInfo()).ShouldBeTrue();
        read.IsSignedBy(other.ExportSubjectPublicKeyInfo()).ShouldBeFalse();
    }

    [Fact]
    public void An_altered_note_does_not_verify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = SignedCheckpoint.Sign(Twelve, key);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        byte[] bent = [.. signed.Signature];
        bent[^1] ^= 1;

        (signed with { Checkpoint = Twelve with { Size = 13 } }).IsSignedBy(publicKey).ShouldBeFalse();
        (signed with { Checkpoint = Twelve with { Origin = "owner-console/other" } }).IsSignedBy(publicKey).ShouldBeFalse();
        (signed with { Checkpoint = Twelve with { Root = SHA256.HashData("other"u8) } }).IsSignedBy(publicKey).ShouldBeFalse();
        (signed with { Signature = bent }).IsSignedBy(publicKey).ShouldBeFalse();
        (signed with { Signature = [1, 2, 3] }).IsSignedBy(publicKey).ShouldBeFalse();
    }

    [Fact]
    public void Several_notes_in_one_file_are_read_with_or_without_blank_lines()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] notes = [.. Enumerable.Range(1, 3).Select(size => SignedCheckpoint.Sign(Twelve with { Size = size }, key).Note)];

        var close = SignedCheckpoint.ReadAll(string.Concat(notes));
        var apart = SignedCheckpoint.ReadAll("\n" + string.Join("\n\n", notes) + "\n");

        close.Select(note => note.Note).ShouldBe(notes);
        apart.Select(note => note.Note).ShouldBe(notes);
        SignedCheckpoint.ReadAll("").ShouldBeEmpty();
        Should.Throw<FormatException>(() => SignedCheckpoint.ReadAll(notes[0] + notes[1][..20]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("owner-console/test\n12\nAAAA\n\n— owner-console/test AAAAAAAA\n")]
    [InlineData("owner-console/test\n012\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— owner-console/test AAAAAAAA\n")]
    [InlineData("owner-console/test\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— owner-console/test AAAAAAAA\n")]
    [InlineData("owner-console/test\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— somebody-else AAAAAAAA\n")]
    [InlineData("owner-console/test\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— owner-console/test AAAA\n")]
    [InlineData("owner-console/test\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— owner-console/test not base64\n")]
    [InlineData("owner-console/test\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    public void Malformed_notes_are_refused(string text) => Should.Throw<FormatException>(() => SignedCheckpoint.Read(text));
}
