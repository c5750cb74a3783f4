using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Tests.Pure.Errors;

/// <summary>Which reports of versions are deploys. Times are minutes.</summary>
public sealed class DeployDecisionTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <param name="old">Last report of 1.0, which was deployed at minute 0.</param>
    /// <param name="current">Last report of 1.1, which was deployed at minute 500; 0 if it is unknown.</param>
    /// <param name="version">Version that is reported.</param>
    /// <param name="at">When it is reported.</param>
    [Theory]
    [InlineData(480, 0, "1.0", 900, false)] // the current version was silent at night
    [InlineData(499, 0, "1.1", 500, true)] // a new version
    [InlineData(505, 506, "1.0", 507, false)] // both run during a rolling deploy
    [InlineData(505, 506, "1.0", 504, false)] // a late report
    [InlineData(505, 600, "1.0", 601, true)] // a rollback after the deploy was complete
    [InlineData(535, 510, "1.0", 536, false)] // the current version can still come back
    [InlineData(545, 510, "1.0", 546, true)] // a rollback before the deploy was complete
    [InlineData(545, 600, "1.1", 700, false)] // the current version again
    public void A_new_version_and_a_rollback_are_deploys(int old, int current, string version, int at, bool isDeploy)
    {
        List<SeenVersion> known = [new("1.0", s_start, s_start.AddMinutes(old))];
        if (current > 0)
            known.Add(new("1.1", s_start.AddMinutes(500), s_start.AddMinutes(current)));

        DeployDecision.IsDeploy(known, version, s_start.AddMinutes(at)).ShouldBe(isDeploy);
    }

    [Fact]
    public void A_first_version_is_a_deploy_and_one_that_reports_now_and_then_is_not_deployed_each_time()
    {
        List<SeenVersion> known = [new("1.0", s_start, s_start), new("1.1", s_start.AddMinutes(5), s_start.AddMinutes(59))];

        DeployDecision.IsDeploy([], "1.0", s_start).ShouldBeTrue();
        DeployDecision.IsDeploy(known, "1.0", s_start.AddMinutes(59)).ShouldBeFalse();
        DeployDecision.IsDeploy(known, "1.0", s_start.AddMinutes(60)).ShouldBeTrue();
    }

    /// <param name="version">Version that is reported; the other part of the service has reported 1.0 at minute 0.</param>
    [Theory]
    [InlineData("1.0", 59, false, true)]
    [InlineData("1.0", 60, false, false)] // devices had the version earlier than servers
    [InlineData("1.0", 600, true, true)] // a device still has the version of servers
    [InlineData("1.1", 1, true, false)]
    public void A_version_of_servers_and_devices_is_one_deploy(string version, int at, bool isClient, bool isSame)
    {
        List<SeenVersion> opposite = [new("1.0", s_start, s_start)];

        DeployDecision.IsSameDeploy(opposite, version, s_start.AddMinutes(at), isClient).ShouldBe(isSame);
    }
}
