using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Tests.Pure.Proofs;

public sealed class MerkleTreeTests
{
    // Entries and roots shared by implementations of certificate transparency.
    private static readonly string[] Entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_match_the_shared_test_vectors(int size, string root) =>
        Convert.ToHexStringLower(MerkleTree.Root([.. Entries.Take(size).Select(entry => MerkleTree.Leaf(Convert.FromHexString(entry)))])).ShouldBe(root);

    [Fact]
    public void Every_leaf_is_proved_at_its_own_index_only()
    {
        for (var size = 1; size <= 64; size++)
        {
            var leaves = Leaves(size);
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < size; index++)
            {
                var path = MerkleTree.Inclusion(leaves, index);

                MerkleTree.Includes(root, size, index, leaves[index], path).ShouldBeTrue($"{index} of {size}");
                for (var other = -1; other <= size; other++)
                    MerkleTree.Includes(root, size, other, leaves[index], path).ShouldBe(other == index, $"{index} of {size} at {other}");
            }
        }
    }

    [Fact]
    public void Every_smaller_tree_is_proved_to_be_a_prefix()
    {
        for (var size = 0; size <= 64; size++)
        {
            var leaves = Leaves(size);
            var root = MerkleTree.Root(leaves);
            for (var old = 0; old <= size; old++)
            {
                var before = MerkleTree.Root([.. leaves.Take(old)]);
                var path = MerkleTree.Consistency(leaves, old);

                MerkleTree.Extends(before, old, root, size, path).ShouldBeTrue($"{old} in {size}");
                MerkleTree.Extends(MerkleTree.Leaf([7]), old, root, size, path).ShouldBeFalse($"another root of {old} in {size}");
                MerkleTree.Extends(before, size + 1, root, size, path).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Altered_proofs_fail() =>
        Prop.ForAll<byte, byte, ushort>(
                (many, which, random) =>
                {
                    var (where, bit) = ((byte)random, (byte)(random >> 8));
                    var size = 2 + (many % 200);
                    var index = which % size;
                    var leaves = Leaves(size);
                    var root = MerkleTree.Root(leaves);
                    var inclusion = MerkleTree.Inclusion(leaves, index);
                    var consistency = MerkleTree.Consistency(leaves, index + 1);
                    var before = MerkleTree.Root([.. leaves.Take(index + 1)]);

                    return !MerkleTree.Includes(root, size, index, leaves[index], Altered(inclusion, where, bit))
                        && !MerkleTree.Includes(root, size, index, leaves[index], [.. inclusion, root])
                        && !MerkleTree.Includes(root, size, index, leaves[index], [.. inclusion.Skip(1)])
                        && !MerkleTree.Includes(Altered([root], where, bit)[0], size, index, leaves[index], inclusion)
                        && !MerkleTree.Extends(before, index + 1, root, size, [.. consistency, root])
                        && (consistency.Count == 0 || !MerkleTree.Extends(before, index + 1, root, size, Altered(consistency, where, bit)));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_incremental_root_equals_the_full_root()
    {
        var tree = new IncrementalMerkleTree();
        foreach (var leaf in Leaves(300))
        {
            tree.Add(leaf);

            tree.Root.ShouldBe(Recursive([.. Leaves((int)tree.Size)]));
        }
    }

    // The definition in RFC 9162, section 2.1.1, verbatim.
    private static byte[] Recursive(byte[][] leaves)
    {
        if (leaves.Length == 1)
            return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return MerkleTree.Node(Recursive(leaves[..split]), Recursive(leaves[split..]));
    }

    private static byte[][] Leaves(int size) => [.. Enumerable.Range(0, size).Select(number => MerkleTree.Leaf([(byte)number, (byte)(number >> 8)]))];

    private static IReadOnlyList<byte[]> Altered(IReadOnlyList<byte[]> path, byte where, byte bit)
    {
        var altered = path.Select(hash => hash.ToArray()).ToList();
        altered[where % altered.Count][where % 32] ^= (byte)(1 << (bit % 8));
        return altered;
    }
}
