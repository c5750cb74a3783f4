namespace StudioApp.Files;

public sealed record StoredFile(string Id, string Name, string Type, long Bytes, DateTimeOffset AddedAt);
