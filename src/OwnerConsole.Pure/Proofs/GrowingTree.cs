namespace OwnerConsole.Pure.Proofs;

/// <summary>A tree that leaves are added to: it keeps one hash for each full subtree, so a million leaves take twenty.</summary>
public sealed class GrowingTree
{
    private readonly List<byte[]> _peaks = []; // of the full subtrees, the largest first: one for each bit of Size

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Of all leaves so far; <see cref="MerkleTree.Empty"/> before the first.</summary>
    public byte[] Root
    {
        get
        {
            if (_peaks.Count == 0)
                return MerkleTree.Empty;
            var root = _peaks[^1];
            for (var at = _peaks.Count - 2; at >= 0; at--)
                root = MerkleTree.Node(_peaks[at], root);
            return root;
        }
    }

    /// <param name="leaf">a hash from <see cref="MerkleTree.Leaf"/></param>
    public void Add(byte[] leaf)
    {
        for (var full = Size; long.IsOddInteger(full); full >>= 1)
        {
            leaf = MerkleTree.Node(_peaks[^1], leaf);
            _peaks.RemoveAt(_peaks.Count - 1);
        }
        _peaks.Add(leaf);
        Size++;
    }
}
