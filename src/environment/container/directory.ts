/** Of a run's directory: the logs of its containers. Where there is one, there may be containers of the run. */
export const containersDirectory = 'containers'
