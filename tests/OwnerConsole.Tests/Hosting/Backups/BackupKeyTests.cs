using OwnerConsole.Hosting.Backups;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Tests.Hosting.Backups;

public sealed class BackupKeyTests
{
    private const int Chunk = 64 * 1024;
    private readonly BackupKey _key = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 7)]
    public async Task Encrypted_data_of_any_length_decrypts(int length)
    {
        var plain = Plain(length);

        var opened = await Open(await Seal(plain));

        opened.ShouldBe(plain);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_detected()
    {
        var whole = await Seal(Plain(Chunk + 100));
        int[] places = [0, 5, 30, Chunk, Chunk + 40, whole.Length - 1];

        foreach (var place in places)
        {
            var changed = whole.ToArray();
            changed[place] ^= 1;
            (await Should.ThrowAsync<BackupException>(() => Open(changed))).Message.ShouldContain("can't be decrypted");
        }
    }

    [Fact]
    public async Task Truncated_reordered_or_misplaced_data_does_not_decrypt()
    {
        var whole = await Seal(Plain(2 * Chunk));
        const int head = 20,
            stored = Chunk + 16;
        byte[] withoutLast = whole[..(head + stored)];
        byte[] exchanged = [.. whole[..head], .. whole[(head + stored)..], .. whole[head..(head + stored)]];

        await Should.ThrowAsync<BackupException>(() => Open(withoutLast));
        await Should.ThrowAsync<BackupException>(() => Open(exchanged));
        await Should.ThrowAsync<BackupException>(() => Open(whole[..^1]));
        await Should.ThrowAsync<BackupException>(() => Open([]));
        await Should.ThrowAsync<BackupException>(() => Open(whole, "another"));
        await Should.ThrowAsync<BackupException>(() => Open(whole, key: new(new byte[32])));
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)(number * 7))];

    private async Task<byte[]> Seal(byte[] plain)
    {
        using var target = new MemoryStream();
        await using (var sealing = _key.Encrypt(target, "name"))
            await sealing.WriteAsync(plain);
        return target.ToArray();
    }

    private async Task<byte[]> Open(byte[] stored, string name = "name", BackupKey? key = null)
    {
        using var target = new MemoryStream();
        await using var opening = (key ?? _key).Decrypt(new MemoryStream(stored), name);
        await opening.CopyToAsync(target);
        return target.ToArray();
    }
}
