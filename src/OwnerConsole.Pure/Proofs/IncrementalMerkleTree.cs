namespace OwnerConsole.Pure.Proofs;

/// <summary>Merkle tree for appending leaves: it stores one hash per full subtree, so that a million leaves need twenty.</summary>
public sealed class IncrementalMerkleTree
{
    private readonly List<byte[]> _peaks = []; // Hashes of the full subtrees, largest first: one for each set bit of Size.

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Root of all leaves; <see cref="MerkleTree.Empty"/> without leaves.</summary>
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

    /// <param name="leaf">A hash from <see cref="MerkleTree.Leaf"/>.</param>
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
