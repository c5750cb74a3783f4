using System.Security.Cryptography;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Tests.Kernel.Log;

public sealed class LogCheckTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void An_unchanged_log_is_intact()
    {
        var lines = Lines(10);

        var check = Begin(Over(lines, 4), Over(lines, 10));
        var flaws = lines.Select(check.Add).ToList();
        flaws.Add(check.Finish());

        flaws.ShouldAllBe(flaw => flaw == null);
        (check.Size, check.Checkpoints).ShouldBe((10, 2));
    }

    [Fact]
    public void Swapped_lines_are_located_between_the_surrounding_checkpoints()
    {
        var lines = Lines(10);
        var check = Begin(Over(lines, 4), Over(lines, 8), Over(lines, 10));
        (lines[5], lines[6]) = (lines[6] with { Pos = 6 }, lines[5] with { Pos = 7 });

        var flaw = lines.Select(check.Add).First(flaw => flaw is not null)!;

        (flaw.Fault, flaw.Pos, flaw.Until).ShouldBe((Fault.Mismatch, 5, 8));
    }

    [Fact]
    public void A_log_that_differs_from_a_saved_checkpoint_is_a_fork()
    {
        var lines = Lines(10);
        var other = Lines(10, actor: "somebody else");
        var check = Begin(Over(lines, 10));
        check.Expect(Over(other, 6), isKept: true);

        var flaw = lines.Select(check.Add).First(flaw => flaw is not null)!;

        (flaw.Fault, flaw.Pos, flaw.Until).ShouldBe((Fault.Fork, 1, 6));
    }

    [Fact]
    public void A_checkpoint_of_another_key_is_not_trusted_even_with_the_right_root()
    {
        var lines = Lines(3);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var check = Begin(SignedCheckpoint.Sign(Over(lines, 3).Checkpoint, stranger));

        var flaw = lines.Select(check.Add).First(flaw => flaw is not null)!;

        (flaw.Fault, flaw.Pos).ShouldBe((Fault.Signature, 3));
    }

    [Fact]
    public void Every_field_is_part_of_the_hash_and_fields_cannot_blur()
    {
        var line = Lines(1)[0] with
        {
            RunId = "run_1",
            Operation = "tenant.suspend",
            Subject = "tnt_1",
            Code = "c",
            EventId = "evt_1",
            Event = "e",
            Data = "{}",
        };
        StoredLogLine[] others =
        [
            line with
            {
                At = line.At.AddMicroseconds(1),
            },
            line with
            {
                TenantId = "tnt_2",
            },
            line with
            {
                Kind = "undo",
            },
            line with
            {
                Actor = "usr_2",
            },
            line with
            {
                RunId = null,
            },
            line with
            {
                RunId = "",
            },
            line with
            {
                Operation = "tenant.resume",
            },
            line with
            {
                Subject = "tnt_2",
            },
            line with
            {
                Outcome = "failed",
            },
            line with
            {
                Code = null,
            },
            line with
            {
                Sentence = "{}",
            },
            line with
            {
                EventId = "evt_2",
            },
            line with
            {
                Event = "",
            },
            line with
            {
                Data = null,
            },
            line with
            {
                Kind = line.Kind + "u",
                Actor = line.Actor[1..],
            },
        ];

        others.Append(line).Select(each => Convert.ToHexString(each.Leaf())).ShouldBeUnique();
        (line with { Pos = 9, Stored = [] }).Leaf().ShouldBe(line.Leaf());
    }

    public void Dispose() => _key.Dispose();

    private static StoredLogLine[] Lines(int count, string actor = "usr_1") =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(pos => new StoredLogLine(
                    pos,
                    DateTimeOffset.UnixEpoch.AddSeconds(pos),
                    "tnt_1",
                    "run",
                    actor,
                    null,
                    null,
                    null,
                    "done",
                    null,
                    """{"text":"Something happened.","parts":[]}""",
                    null,
                    null,
                    null
                ))
                .Select(line => line with { Stored = line.Leaf() }),
        ];

    private SignedCheckpoint Over(StoredLogLine[] lines, int size) =>
        SignedCheckpoint.Sign(new("owner-console/test", size, MerkleTree.Root([.. lines.Take(size).Select(line => line.Leaf())])), _key);

    private LogCheck Begin(params SignedCheckpoint[] stored)
    {
        var check = new LogCheck(_key.ExportSubjectPublicKeyInfo());
        foreach (var signed in stored)
            check.Expect(signed, isKept: false);
        return check;
    }
}
