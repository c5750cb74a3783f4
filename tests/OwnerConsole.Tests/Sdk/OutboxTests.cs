using System.Text;
using OwnerConsole.Client;

namespace OwnerConsole.Tests.Sdk;

public sealed class OutboxTests : IDisposable
{
    private readonly DirectoryInfo _spool = Directory.CreateTempSubdirectory("oc-spool-");

    public void Dispose() => _spool.Delete(recursive: true);

    [Fact]
    public async Task Add_waits_while_the_buffer_is_full()
    {
        var outbox = new MemoryOutbox(Options(buffer: 2), TimeProvider.System);
        await outbox.Add(Line(1), default);
        await outbox.Add(Line(2), default);

        var third = outbox.Add(Line(3), default);

        third.IsCompleted.ShouldBeFalse();
        (await outbox.Next(default))!.Events.Count.ShouldBeGreaterThanOrEqualTo(2);
        await third;
    }

    [Fact]
    public async Task Unacknowledged_events_are_sent_by_the_next_process()
    {
        var first = new SpooledOutbox(Options(), TimeProvider.System);
        for (var number = 1; number <= 5; number++)
            await first.Add(Line(number), default);
        first.Forget((await first.Next(default))!); // the first batch was answered
        await End(first);

        var left = await Left();

        left.ShouldBe([3, 4, 5]);
    }

    [Fact]
    public async Task A_truncated_line_is_ignored()
    {
        var first = new SpooledOutbox(Options(), TimeProvider.System);
        await first.Add(Line(1), default);
        await End(first);
        var file = Directory.GetFiles(_spool.FullName, "*.ndjson", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, """{"number":2,"na""");

        var left = await Left();

        left.ShouldBe([1]);
    }

    [Fact]
    public async Task A_spool_belongs_to_one_process()
    {
        var first = new SpooledOutbox(Options(), TimeProvider.System);

        Should.Throw<IOException>(() => new SpooledOutbox(Options(), TimeProvider.System));

        await End(first);
    }

    [Fact]
    public async Task A_folder_with_more_batches_than_the_buffer_is_released_without_a_sender()
    {
        var full = new SpooledOutbox(Options(), TimeProvider.System);
        foreach (var number in Enumerable.Range(1, 5))
            await full.Add(Line(number), default);
        await End(full);
        var next = new SpooledOutbox(Options(buffer: 2), TimeProvider.System);
        await End(next).WaitAsync(TimeSpan.FromSeconds(30));

        (await Left()).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_closed_outbox_refuses_events()
    {
        var outbox = new SpooledOutbox(Options(), TimeProvider.System);
        await End(outbox);

        await Should.ThrowAsync<InvalidOperationException>(() => outbox.Add(Line(1), default));
    }

    private OwnerConsoleOptions Options(int buffer = 100) =>
        new()
        {
            Address = new("http://localhost"),
            Key = "",
            Application = "",
            Spool = _spool.FullName,
            Buffer = buffer,
            BatchSize = 2,
            FlushAfter = TimeSpan.FromMilliseconds(20),
        };

    private static byte[] Line(int number) => Encoding.UTF8.GetBytes($$"""{"number":{{number}}}""");

    /// <summary>Releases the folder without sending anything.</summary>
    private static async Task End(SpooledOutbox outbox)
    {
        outbox.Close();
        await outbox.Release();
    }

    private async Task<List<int>> Left()
    {
        var next = new SpooledOutbox(Options(), TimeProvider.System);
        next.Close();
        var numbers = new List<int>();
        while (await next.Next(default) is { } batch)
            numbers.AddRange(
                batch.Events.Select(line => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(line).GetProperty("number").GetInt32())
            );
        return numbers;
    }
}
