using OwnerConsole.Data;

namespace OwnerConsole.Tests.Data;

public sealed class BatcherTests
{
    [Fact]
    public async Task Items_that_arrive_while_their_key_is_served_form_the_next_batch_in_order()
    {
        var (batches, first, released) = (new List<string>(), new TaskCompletionSource(), new TaskCompletionSource());
        var batcher = new Batcher<string, Item, int>(
            async (some, _) =>
            {
                batches.Add(string.Join(',', some[0].Items.Select(item => item.Number)));
                first.TrySetResult();
                await released.Task;
                foreach (var item in some[0].Items)
                    item.Complete(item.Number * 10);
                return [];
            },
            maxItems: 3
        );

        var results = new List<Task<int>> { batcher.Add("row", new(0)) };
        await first.Task;
        results.AddRange(Enumerable.Range(1, 4).Select(number => batcher.Add("row", new(number))));
        released.SetResult();

        (await Task.WhenAll(results)).ShouldBe([0, 10, 20, 30, 40]);
        batches.ShouldBe(["0", "1,2,3", "4"]);
    }

    [Fact]
    public async Task A_batch_left_unanswered_is_served_alone_and_delays_no_other_key()
    {
        var released = new TaskCompletionSource();
        var batcher = new Batcher<string, Item, int>(
            async (some, isAlone) =>
            {
                if (isAlone)
                    await released.Task;
                var left = some.Where(batch => !isAlone && batch.Key == "slow").ToList();
                foreach (var item in some.Except(left).SelectMany(batch => batch.Items))
                    item.Complete(item.Number);
                return left;
            },
            maxItems: 10,
            maxKeys: 10,
            maxServers: 1
        );

        var slow = batcher.Add("slow", new(1));
        (await batcher.Add("fast", new(2))).ShouldBe(2);
        slow.IsCompleted.ShouldBeFalse();
        var later = batcher.Add("slow", new(3));
        released.SetResult();

        (await Task.WhenAll(slow, later)).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task An_error_reaches_every_caller_of_the_batch_and_the_next_batch_is_served()
    {
        var fails = true;
        var batcher = new Batcher<string, Item, int>(
            (some, _) =>
            {
                if (fails)
                    throw new InvalidOperationException("no connection");
                some[0].Items[0].Complete(1);
                return Task.FromResult<IReadOnlyList<Batch<string, Item>>>([]);
            },
            maxItems: 10
        );

        var error = await Should.ThrowAsync<InvalidOperationException>(batcher.Add("row", new(1)));
        fails = false;

        error.Message.ShouldBe("no connection");
        (await batcher.Add("row", new(2))).ShouldBe(1);
    }

    private sealed class Item(int number) : PendingItem<int>
    {
        public int Number { get; } = number;
    }
}
