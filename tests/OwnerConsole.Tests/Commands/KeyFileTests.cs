using OwnerConsole.Commands;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Commands;

public sealed class KeyFileTests
{
    [Fact]
    public async Task Every_previous_key_is_kept_when_replaced_several_times_within_a_second()
    {
        using var place = new TempDirectory();
        var data = Path.Combine(place.Path, "data");
        var keys = new List<byte[]> { KeyFile.Backup.Read(data) };

        var kept = new List<string>();
        for (var time = 0; time < 3; time++)
        {
            keys.Add(KeyFile.Backup.Next(data));
            kept.Add(KeyFile.Backup.Replace(data));
        }

        KeyFile.Backup.Read(data).ShouldBe(keys[^1]);
        var before = await Task.WhenAll(kept.Select(path => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)));
        before.ShouldBe(keys.SkipLast(1).Select(Convert.ToBase64String));
        kept.ShouldAllBe(path => File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
