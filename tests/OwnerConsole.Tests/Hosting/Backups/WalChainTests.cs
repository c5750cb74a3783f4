using OwnerConsole.Hosting.Backups;

namespace OwnerConsole.Tests.Hosting.Backups;

public sealed class WalChainTests
{
    private const string First = "0000000100000000000000FE";
    private static readonly Dictionary<uint, string> s_none = [];

    [Fact]
    public void A_chain_continues_across_WAL_files_and_omits_earlier_segments()
    {
        var chain = WalChain.From(First, ["0000000100000000000000FD", First, "0000000100000000000000FF", "000000010000000100000000"], s_none);

        chain.Segments.ShouldBe([First, "0000000100000000000000FF", "000000010000000100000000"]);
        chain.Missing.ShouldBeNull();
    }

    [Fact]
    public void A_missing_segment_is_named_and_later_ones_are_omitted()
    {
        var chain = WalChain.From(First, [First, "000000010000000100000000"], s_none);

        chain.Segments.ShouldBe([First]);
        chain.Missing.ShouldBe("0000000100000000000000FF");
    }

    [Fact]
    public void Labels_and_partial_files_are_not_segments()
    {
        var chain = WalChain.From(First, [First, "0000000100000000000000FF.00000028.backup", "000000010000000100000000.partial", "00000002.history"], s_none);

        (chain.Segments.Count, chain.Missing).ShouldBe((1, null));
    }

    [Theory]
    [InlineData("00000002.history", true)]
    [InlineData("/tmp/x/00000002.history", false)]
    [InlineData("../00002.history", false)]
    [InlineData("/etc/abc.history", false)]
    [InlineData("0000000g.history", false)]
    [InlineData("00000002.history/00000002.history", false)]
    [InlineData("0000000000000002.history", false)]
    public void A_history_file_is_named_only_after_its_timeline(string name, bool isHistory) => WalChain.IsHistory(name).ShouldBe(isHistory);

    [Fact]
    public void After_a_restore_the_chain_continues_on_the_new_timeline()
    {
        var histories = new Dictionary<uint, string> { [2] = "1\t0/FF000130\tno recovery target specified\n" };
        string[] stored = [First, "0000000100000000000000FF", "000000010000000100000000", "0000000200000000000000FF", "000000020000000100000000"];

        var chain = WalChain.From(First, stored, histories);

        chain.Segments.ShouldBe([First, "0000000200000000000000FF", "000000020000000100000000"]);
        (chain.Timeline, chain.Missing).ShouldBe((2u, null));
    }

    [Fact]
    public void A_backup_of_the_original_timeline_stays_on_it()
    {
        var histories = new Dictionary<uint, string> { [2] = "1\t0/FD000130\tno recovery target specified\n" };

        var chain = WalChain.From(First, [First, "0000000200000000000000FD", "0000000200000000000000FE"], histories);

        (chain.Timeline, chain.Missing).ShouldBe((1u, null));
        chain.Segments.ShouldBe([First]);
    }

    [Fact]
    public void The_newest_restore_is_followed_across_earlier_ones()
    {
        var histories = new Dictionary<uint, string> { [2] = "1\t0/FF000130\tbefore\n", [3] = "1\t0/FF000130\tbefore\n\n2\t1/00000060\tbefore\n" };
        string[] stored = [First, "0000000200000000000000FF", "000000020000000100000000", "000000030000000100000000", "000000030000000100000001"];

        var chain = WalChain.From(First, stored, histories);

        chain.Segments.ShouldBe([First, "0000000200000000000000FF", "000000030000000100000000", "000000030000000100000001"]);
    }
}
