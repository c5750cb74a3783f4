using OwnerConsole.Reliability.Backups;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class BackupRetentionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_backups_of_seven_days_four_weeks_and_twelve_months_are_retained()
    {
        var daily = Enumerable.Range(0, 500).Select(day => (Id: $"{day}", At: s_now.AddDays(-day))).ToList();

        var (kept, since) = BackupRetention.Select(
            [.. daily, ("0-earlier", s_now.AddHours(-2)), .. daily.Select(day => ($"{day.Id}-early", day.At.AddHours(-1)))],
            s_now
        );

        kept.ShouldBe(
            ["0", "1", "2", "3", "4", "5", "6", "7", "12", "19", "20", "51", "81", "112", "143", "173", "204", "234", "265", "293", "324"],
            ignoreOrder: true
        );
        since.ShouldBe(s_now.AddDays(-7)); // Any point of the last seven days can be restored.
    }

    [Fact]
    public void A_small_number_of_backups_is_retained_completely() =>
        BackupRetention.Select([("a", s_now), ("b", s_now.AddDays(-400))], s_now).Ids.ShouldBe(["a", "b"], ignoreOrder: true);

    [Fact]
    public void On_the_first_day_a_later_backup_does_not_replace_the_first()
    {
        var (kept, since) = BackupRetention.Select([("after", s_now), ("between", s_now.AddHours(-1)), ("before", s_now.AddHours(-2))], s_now);

        kept.ShouldBe(["after", "before"], ignoreOrder: true);
        since.ShouldBe(s_now.AddHours(-2));
    }

    [Fact]
    public void Backups_with_future_dates_replace_no_current_backup()
    {
        var ahead = Enumerable.Range(1, 40).Select(week => ($"ahead-{week}", s_now.AddDays(7 * week)));
        var ours = Enumerable.Range(0, 3).Select(day => ($"{day}", s_now.AddDays(-day)));

        var (kept, since) = BackupRetention.Select([.. ahead, .. ours], s_now);

        kept.ShouldContain("0");
        kept.ShouldContain("1");
        kept.ShouldContain("2");
        since.ShouldBe(s_now.AddDays(-2));
    }

    [Fact]
    public void A_backup_with_a_future_date_does_not_delay_the_next()
    {
        var row = new BackupRow("bak_1", "schedule", s_now.AddDays(300), BackupState.Verified, "/mnt", null, null, null, null, null, null, null, null, null);

        BackupSchedule.Next(s_now, 3, row, "/mnt").ShouldBe(s_now.AddHours(24));
    }

    [Theory]
    [InlineData(null, "/mnt", 0)]
    [InlineData(BackupState.Verified, "/mnt", 24)]
    [InlineData(BackupState.Verified, "/elsewhere", 0)]
    [InlineData(BackupState.Failed, "/mnt", 1)]
    [InlineData(BackupState.Failed, "/elsewhere", 0)]
    public void The_next_backup_depends_on_the_last_result_and_the_location(BackupState? last, string address, int hours)
    {
        var row = last is { } state ? new BackupRow("bak_1", "schedule", s_now, state, address, null, null, null, null, null, null, null, null, null) : null;

        BackupSchedule.Next(s_now, 3, row, "/mnt").ShouldBe(s_now.AddHours(hours));
    }
}
