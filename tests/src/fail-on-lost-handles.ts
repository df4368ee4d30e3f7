/** A file that nobody closed is closed by the garbage collector today, with a warning; later versions of Node throw. */
process.on('warning', ({ message }) => {
  if (message.includes('on garbage collection')) throw new Error(message)
})
