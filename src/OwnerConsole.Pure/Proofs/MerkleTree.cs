using System.Numerics;
using System.Security.Cryptography;

namespace OwnerConsole.Pure.Proofs;

/// <summary>A hash over a list of entries, with short proofs that an entry is included or that a longer list extends a shorter one.</summary>
/// <remarks>Source: RFC 9162, section 2.1 (the same tree as RFC 6962), with SHA-256.</remarks>
public static class MerkleTree
{
    /// <summary>Root of an empty list: the hash of no bytes.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    /// <returns>SHA-256 of a zero byte and the entry, which never equals the hash of a node.</returns>
    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0, .. entry]);

    /// <returns>SHA-256 of a one byte and both child hashes.</returns>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);

    /// <param name="leaves">Hashes from <see cref="Leaf"/>, in order.</param>
    public static byte[] Root(IReadOnlyList<byte[]> leaves) => Root(leaves, 0, leaves.Count);

    /// <param name="leaves">All leaves, in order.</param>
    /// <param name="index">Index of the leaf to prove, starting at 0.</param>
    /// <returns>Sibling hashes from the leaf up to the root; none for a single leaf.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<byte[]> Inclusion(IReadOnlyList<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<byte[]>();
        for (var (from, to) = (0, leaves.Count); to - from > 1; )
        {
            var middle = from + Split(to - from);
            path.Add(index < middle ? Root(leaves, middle, to) : Root(leaves, from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }
        path.Reverse();
        return path;
    }

    /// <param name="leaves">All leaves, in order.</param>
    /// <param name="size">Size of the shorter list, 0 to the number of leaves.</param>
    /// <returns>Proof for <see cref="Extends"/> that the first <paramref name="size"/> leaves are unchanged; empty if the size is 0 or includes all
    /// leaves.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The shorter list is longer than the list.</exception>
    public static IReadOnlyList<byte[]> Consistency(IReadOnlyList<byte[]> leaves, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, leaves.Count);
        var path = new List<byte[]>();
        if (size == 0)
            return path;
        var (from, to, isKnown) = (0, leaves.Count, true);
        while (size < to)
        {
            var middle = from + Split(to - from);
            path.Add(size <= middle ? Root(leaves, middle, to) : Root(leaves, from, middle));
            (from, to, isKnown) = size <= middle ? (from, middle, isKnown) : (middle, to, false);
        }
        if (!isKnown)
            path.Add(Root(leaves, from, to));
        path.Reverse();
        return path;
    }

    /// <summary>
    /// Whether this leaf is at <paramref name="index"/> in the list of <paramref name="size"/> leaves with this <paramref name="root"/>.
    /// </summary>
    public static bool Includes(byte[] root, long size, long index, byte[] leaf, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size)
            return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var neighbour in path)
        {
            if (last == 0)
                return false;
            if (long.IsOddInteger(at) || at == last)
            {
                hash = Node(neighbour, hash);
                (at, last) = Up(at, last);
            }
            else
                hash = Node(hash, neighbour);
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether the list with <paramref name="root"/> starts with the list with <paramref name="oldRoot"/>.</summary>
    public static bool Extends(byte[] oldRoot, long oldSize, byte[] root, long size, IReadOnlyList<byte[]> path)
    {
        if (oldSize < 0 || oldSize > size)
            return false;
        if (oldSize == 0)
            return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(Empty);
        if (oldSize == size)
            return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(root);
        IReadOnlyList<byte[]> nodes = BitOperations.IsPow2(oldSize) ? [oldRoot, .. path] : path;
        if (nodes.Count == 0)
            return false;
        var (at, last) = (oldSize - 1, size - 1);
        while (long.IsOddInteger(at))
            (at, last) = (at >> 1, last >> 1);
        var (before, now) = (nodes[0], nodes[0]);
        foreach (var node in nodes.Skip(1))
        {
            if (last == 0)
                return false;
            if (long.IsOddInteger(at) || at == last)
            {
                (before, now) = (Node(node, before), Node(node, now));
                (at, last) = Up(at, last);
            }
            else
                now = Node(now, node);
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && before.AsSpan().SequenceEqual(oldRoot) && now.AsSpan().SequenceEqual(root);
    }

    /// <summary>A last node without a sibling moves up unchanged.</summary>
    private static (long At, long Last) Up(long at, long last)
    {
        while (long.IsEvenInteger(at) && at != 0)
            (at, last) = (at >> 1, last >> 1);
        return (at, last);
    }

    private static byte[] Root(IReadOnlyList<byte[]> leaves, int from, int to)
    {
        var tree = new IncrementalMerkleTree();
        for (var at = from; at < to; at++)
            tree.Add(leaves[at]);
        return tree.Root;
    }

    /// <returns>The largest power of two below <paramref name="count"/>, which must be at least 2.</returns>
    private static int Split(int count) => 1 << BitOperations.Log2((uint)count - 1);
}
